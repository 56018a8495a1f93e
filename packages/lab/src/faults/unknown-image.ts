import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const unknownImage: Fault = {
  id: 'unknown-image',
  title: 'An image was deployed that is in no registry',
  inject: async (lab, signal) => {
    const pod = await deployFaulty(lab, { container: { image: 'keycloak:99.9.9' } }, signal);
    await untilPod(lab, nameOf(pod), 'cannot pull its image', (now) => waitingFor(now) === 'ImagePullBackOff', signal);
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/IMAGE_PULL_FAILED',
    exitCode: 1,
    mayAlso: ['kubernetes/IMAGE_NOT_RELEASED', ...stuckRollout],
    domains: ['kubernetes'],
  },
};
