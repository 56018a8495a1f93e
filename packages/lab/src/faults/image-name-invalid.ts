import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const imageNameInvalid: Fault = {
  id: 'image-name-invalid',
  title: 'The image is written in a way that no registry can have it',
  inject: async (lab, signal) => {
    const pod = await deployFaulty(lab, { container: { image: 'registry.example.org/SSO/keycloak:26.7.4' } }, signal);
    await untilPod(lab, nameOf(pod), 'has an invalid image', (now) => waitingFor(now) === 'InvalidImageName', signal);
  },
  heal: restoreDeployment,
  expect: { suite: 'post-deploy', cause: 'kubernetes/IMAGE_NAME_INVALID', exitCode: 1, mayAlso: stuckRollout, domains: ['kubernetes'] },
};
