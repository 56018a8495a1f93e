import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const commandNotFound: Fault = {
  id: 'command-not-found',
  title: 'The container is started with a command that its image does not have',
  inject: async (lab, signal) => {
    const pod = await deployFaulty(lab, { container: { command: ['/opt/keycloak/bin/kc-start'] } }, signal);
    await untilPod(lab, nameOf(pod), 'cannot start', (now) => waitingFor(now) === 'CrashLoopBackOff', signal);
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/CONTAINER_CANNOT_RUN',
    exitCode: 1,
    mayAlso: ['kubernetes/CONTAINER_DOES_NOT_STAY_UP', ...stuckRollout],
    domains: ['kubernetes'],
  },
};
