import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const imageNeverPulled: Fault = {
  id: 'image-never-pulled',
  title: 'The pods may not pull their image, and their node does not have it',
  inject: async (lab, signal) => {
    const container = { image: 'registry.example.org/sso/keycloak:26.7.4', imagePullPolicy: 'Never' };
    const pod = await deployFaulty(lab, { container }, signal);
    await untilPod(lab, nameOf(pod), 'lacks its image', (now) => waitingFor(now) === 'ErrImageNeverPull', signal);
  },
  heal: restoreDeployment,
  expect: { suite: 'post-deploy', cause: 'kubernetes/IMAGE_NEVER_PULLED', exitCode: 1, mayAlso: stuckRollout, domains: ['kubernetes'] },
};
