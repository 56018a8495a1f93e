import { server } from '@keycloak-release-gate/core';
import type { Noise } from './noise.ts';

// Not of all of org.keycloak: 26.7.4 fails to format some of its own debugging messages, and a record that is lost is one that nobody saw.
export const debugLog: Noise = {
  id: 'debug-log',
  title: 'Somebody looks for a problem and lets Keycloak log more',
  announces: [server('container/keycloak').env('KC_LOG_LEVEL').isAdded()],
  template: () => ({
    container: {
      env: [{ name: 'KC_LOG_LEVEL', value: 'info,org.keycloak.events:debug,org.keycloak.transaction:debug' }],
    },
  }),
};
