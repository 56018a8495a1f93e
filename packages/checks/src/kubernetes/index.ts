import { accessCodes } from './access-codes.ts';
import { codes } from './codes.ts';
import { disruptionGuarded } from './disruption-guarded.ts';
import { eventsExplained } from './events-explained.ts';
import { identityCodes } from './identity-codes.ts';
import { nodesSound } from './nodes-sound.ts';
import { podsHealthy } from './pods-healthy.ts';
import { podsRestartedSinceDeploy } from './pods-restarted-since-deploy.ts';
import { rightsAsNeeded } from './rights-as-needed.ts';
import { scaledToZero } from './scaled-to-zero.ts';
import { serviceReachesPods } from './service-reaches-pods.ts';
import { volumesBound } from './volumes-bound.ts';
import { workloadRolledOut } from './workload-rolled-out.ts';

export {
  disruptionGuarded,
  eventsExplained,
  nodesSound,
  podsHealthy,
  podsRestartedSinceDeploy,
  rightsAsNeeded,
  scaledToZero,
  serviceReachesPods,
  volumesBound,
  workloadRolledOut,
};
export { Access, access, missingRights, wordsOfRight } from './access.ts';
export { clusterProblem } from './kubeconfig.ts';
export { runningDigests } from './running-digests.ts';
export { probeBudget } from './probe-budget.ts';
export { roleManifest } from './role-manifest.ts';
export { workload } from './workload.ts';
export { Workload } from './workload-evidence.ts';

export const kubernetesChecks = [
  workloadRolledOut,
  podsHealthy,
  eventsExplained,
  podsRestartedSinceDeploy,
  serviceReachesPods,
  nodesSound,
  disruptionGuarded,
  volumesBound,
  scaledToZero,
  rightsAsNeeded,
] as const;
export const kubernetesCodes = { ...accessCodes, ...identityCodes, ...codes } as const;
