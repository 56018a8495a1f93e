import { applyDatabaseSecret } from '../manifests/apply-lab.ts';
import { databaseSecretName, labNamespace } from '../manifests/names.ts';
import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const missingSecret: Fault = {
  id: 'missing-secret',
  title: "The Secret with the database's password is gone",
  inject: async (lab, signal) => {
    await lab.kubernetes.delete('Secret', { name: databaseSecretName, namespace: labNamespace }, signal);
    const pod = await deployFaulty(lab, {}, signal);
    await untilPod(lab, nameOf(pod), 'lacks its configuration', (now) => waitingFor(now) === 'CreateContainerConfigError', signal);
  },
  heal: async (lab, signal) => {
    await applyDatabaseSecret(lab.kubernetes, lab.state.passwords.keycloak, signal);
    await restoreDeployment(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/SECRET_MISSING',
    exitCode: 1,
    mayAlso: stuckRollout,
    domains: ['kubernetes'],
  },
};
