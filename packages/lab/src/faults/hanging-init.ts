import type { Pod } from '../kubernetes-api/objects.ts';
import type { Lab } from '../lab/lab.ts';
import { keycloakImage } from './keycloak-image.ts';
import { deployFaulty, nameOf, untilPod } from './workload.ts';

/**
 * Deploys pods that wait for ever in an init container, by a rolling update: there is a new pod with a process of its own, and
 * no Keycloak has to start. Returns that pod.
 */
export async function deployHangingInit(lab: Lab, signal: AbortSignal): Promise<Pod> {
  const init = { name: 'wait-for-mail-server', image: await keycloakImage(lab, signal), command: ['sleep', '86400'] };
  const pod = await deployFaulty(lab, { spec: { terminationGracePeriodSeconds: 2, initContainers: [init] } }, signal);
  return untilPod(
    lab,
    nameOf(pod),
    'runs its init container',
    ({ status }) => status?.initContainerStatuses?.some(({ state }) => state.running !== undefined) === true,
    signal,
  );
}
