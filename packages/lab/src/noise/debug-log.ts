import type { Noise } from './noise.ts';

export const debugLog: Noise = {
  id: 'debug-log',
  title: 'Somebody looks for a problem and lets Keycloak log everything',
  template: () => ({
    container: {
      env: [
        { name: 'KC_LOG_LEVEL', value: 'info,org.keycloak.services:debug,org.keycloak.authentication:debug,org.keycloak.events:debug' },
      ],
    },
  }),
};
