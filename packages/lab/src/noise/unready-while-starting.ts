import { server } from '@keycloak-release-gate/core';
import type { Noise } from './noise.ts';

export const unreadyWhileStarting: Noise = {
  id: 'unready-while-starting',
  title: 'The readiness probe fails for as long as Keycloak starts, as it should',
  announces: [
    server('container/keycloak').startupProbe.changes(),
    server('container/keycloak').attribute('livenessProbe.initialDelaySeconds').becomes(60),
  ],
  template: () => ({
    container: {
      startupProbe: { httpGet: null, exec: { command: ['true'] }, periodSeconds: 1 },
      livenessProbe: { initialDelaySeconds: 60 },
    },
  }),
};
