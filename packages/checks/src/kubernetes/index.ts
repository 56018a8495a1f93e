import { accessCodes } from './access-codes.ts';
import { codes } from './codes.ts';
import { eventsExplained } from './events-explained.ts';
import { identityCodes } from './identity-codes.ts';
import { podsHealthy } from './pods-healthy.ts';
import { podsRestartedSinceDeploy } from './pods-restarted-since-deploy.ts';
import { rightsAsNeeded } from './rights-as-needed.ts';
import { scaledToZero } from './scaled-to-zero.ts';
import { workloadRolledOut } from './workload-rolled-out.ts';

export { eventsExplained, podsHealthy, podsRestartedSinceDeploy, rightsAsNeeded, scaledToZero, workloadRolledOut };
export { Access, access, additionFor, missingRights, wordsOfRight } from './access.ts';
export { clusterProblem } from './kubeconfig.ts';
export { roleManifest } from './role-manifest.ts';
export { workload } from './workload.ts';

export const kubernetesChecks = [
  workloadRolledOut,
  podsHealthy,
  eventsExplained,
  podsRestartedSinceDeploy,
  scaledToZero,
  rightsAsNeeded,
] as const;
export const kubernetesCodes = { ...accessCodes, ...identityCodes, ...codes } as const;
