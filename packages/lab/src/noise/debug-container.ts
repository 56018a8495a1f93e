import { keycloakImage } from '../faults/keycloak-image.ts';
import { firstPod, nameOf, untilPod } from '../faults/workload.ts';
import { labNamespace } from '../manifests/names.ts';
import type { Noise } from './noise.ts';

export const debugContainer: Noise = {
  id: 'debug-container',
  title: 'Somebody looked into a pod with `kubectl debug`, and the container that did so has failed',
  after: async (lab, signal) => {
    const name = nameOf(await firstPod(lab, signal));
    const container = {
      name: 'debugger',
      image: await keycloakImage(lab, signal),
      command: ['sh', '-c', 'echo ERROR jcmd is missing; exit 1'],
    };
    await lab.kubernetes.patch('Pod', { name, namespace: labNamespace }, { spec: { ephemeralContainers: [container] } }, signal, {
      type: 'strategic',
      subresource: 'ephemeralcontainers',
    });
    await untilPod(
      lab,
      name,
      'has run it',
      ({ status }) => status?.ephemeralContainerStatuses?.some(({ state }) => state.terminated !== undefined) === true,
      signal,
    );
  },
};
