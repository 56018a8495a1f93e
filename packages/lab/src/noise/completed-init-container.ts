import type { Noise } from './noise.ts';

export const completedInitContainer: Noise = {
  id: 'completed-init-container',
  title: 'An init container has done its work and ended',
  template: (image) => ({
    spec: { initContainers: [{ name: 'copy-providers', image, command: ['sh', '-c', 'echo 3 providers copied, no error'] }] },
  }),
};
