import { server } from '@keycloak-release-gate/core';
import type { Noise } from './noise.ts';

export const runningSidecar: Noise = {
  id: 'running-sidecar',
  title: 'A sidecar runs beside Keycloak, and logs in a format of its own',
  announces: [server('sidecar/proxy').isAdded()],
  template: (image) => ({
    spec: {
      initContainers: [
        {
          name: 'proxy',
          image,
          command: ['sh', '-c', 'while true; do echo "level=info msg=\\"0 errors, 0 warnings\\""; sleep 2; done'],
          restartPolicy: 'Always',
          startupProbe: { exec: { command: ['true'] }, periodSeconds: 1 },
        },
      ],
    },
  }),
};
