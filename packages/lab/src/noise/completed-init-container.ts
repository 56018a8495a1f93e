import { server } from '@keycloak-release-gate/core';
import type { Noise } from './noise.ts';

export const completedInitContainer: Noise = {
  id: 'completed-init-container',
  title: 'An init container has done its work and ended',
  announces: [server('init-container/copy-providers').isAdded()],
  template: (image) => ({
    spec: { initContainers: [{ name: 'copy-providers', image, command: ['sh', '-c', 'echo 3 providers copied, no error'] }] },
  }),
};
