import type { Fault } from './fault.ts';
import { keycloakImage } from './keycloak-image.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod } from './workload.ts';

export const initContainerFails: Fault = {
  id: 'init-container-fails',
  title: 'The init container that prepares the providers ends with an error, again and again',
  inject: async (lab, signal) => {
    const command = ['sh', '-c', 'echo "cannot copy providers: no space left on device" >&2; exit 1'];
    const init = { name: 'copy-providers', image: await keycloakImage(lab, signal), command };
    const pod = await deployFaulty(lab, { spec: { initContainers: [init] } }, signal);
    await untilPod(
      lab,
      nameOf(pod),
      'has an init container in a crash loop',
      ({ status }) => status?.initContainerStatuses?.some(({ state }) => state.waiting?.reason === 'CrashLoopBackOff') === true,
      signal,
    );
  },
  heal: restoreDeployment,
  expect: { suite: 'post-deploy', cause: 'kubernetes/INIT_CONTAINER_FAILED', exitCode: 1, mayAlso: stuckRollout, domains: ['kubernetes'] },
};
