import type { Noise } from './noise.ts';

export const unreadyWhileStarting: Noise = {
  id: 'unready-while-starting',
  title: 'The readiness probe fails for as long as Keycloak starts, as it should',
  template: () => ({
    container: {
      startupProbe: { httpGet: null, exec: { command: ['true'] }, periodSeconds: 1 },
      livenessProbe: { initialDelaySeconds: 60 },
    },
  }),
};
