import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const unknownOption: Fault = {
  id: 'unknown-option',
  title: 'Keycloak is started with an option that this version does not know',
  inject: async (lab, signal) => {
    const pod = await deployFaulty(lab, { container: { args: ['start', '--optimized', '--no-such-option=1'] } }, signal);
    await untilPod(lab, nameOf(pod), 'is in a crash loop', (now) => waitingFor(now) === 'CrashLoopBackOff', signal);
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-log/START_FAILED',
    exitCode: 1,
    // A run may become the one before the last between two looks at its log.
    mayAlso: ['kubernetes/CONTAINER_DOES_NOT_STAY_UP', 'keycloak-log/ROTATED', ...stuckRollout],
    domains: ['keycloak-log'],
  },
};
