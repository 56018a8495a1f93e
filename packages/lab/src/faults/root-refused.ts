import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const rootRefused: Fault = {
  id: 'root-refused',
  title: 'The container is to run as root in a pod that must not',
  inject: async (lab, signal) => {
    const change = { spec: { securityContext: { runAsNonRoot: true } }, container: { securityContext: { runAsUser: 0 } } };
    const pod = await deployFaulty(lab, change, signal);
    await untilPod(lab, nameOf(pod), 'is refused', (now) => waitingFor(now) === 'CreateContainerConfigError', signal);
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/CONTAINER_CONFIGURATION_FAILED',
    exitCode: 1,
    mayAlso: stuckRollout,
    domains: ['kubernetes'],
  },
};
