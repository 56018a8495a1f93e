import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const configMapMissing: Fault = {
  id: 'config-map-missing',
  title: 'The pods take their settings from a ConfigMap that was not deployed with them',
  inject: async (lab, signal) => {
    const pod = await deployFaulty(lab, { container: { envFrom: [{ configMapRef: { name: 'keycloak-settings' } }] } }, signal);
    await untilPod(lab, nameOf(pod), 'lacks its settings', (now) => waitingFor(now) === 'CreateContainerConfigError', signal);
  },
  heal: restoreDeployment,
  expect: { suite: 'post-deploy', cause: 'kubernetes/CONFIG_MAP_MISSING', exitCode: 1, mayAlso: stuckRollout, domains: ['kubernetes'] },
};
