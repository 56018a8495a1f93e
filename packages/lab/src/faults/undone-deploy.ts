import type { Fault } from './fault.ts';
import { deployFaulty, nameOf, restoreDeployment, undoDeployment, untilPod, waitingFor } from './workload.ts';

export const undoneDeploy: Fault = {
  id: 'undone-deploy',
  title: 'The deploy was undone before any pod restarted: the pods are still those from before it',
  inject: async (lab, signal) => {
    const pod = await deployFaulty(lab, { container: { image: 'keycloak:99.9.8' } }, signal);
    await untilPod(
      lab,
      nameOf(pod),
      'cannot pull its image',
      (now) => ['ErrImagePull', 'ImagePullBackOff'].includes(waitingFor(now) ?? ''),
      signal,
    );
    await undoDeployment(lab, signal);
  },
  heal: restoreDeployment,
  expect: { suite: 'post-deploy', cause: 'kubernetes/POD_OLDER_THAN_DEPLOY', exitCode: 1, mayAlso: [], domains: ['kubernetes'] },
};
