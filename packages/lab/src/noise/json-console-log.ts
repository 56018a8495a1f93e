import { server } from '@keycloak-release-gate/core';
import type { Noise } from './noise.ts';

export const jsonConsoleLog: Noise = {
  id: 'json-console-log',
  title: 'Keycloak logs JSON',
  announces: [server('container/keycloak').env('KC_LOG_CONSOLE_OUTPUT').becomes('json')],
  template: () => ({ container: { env: [{ name: 'KC_LOG_CONSOLE_OUTPUT', value: 'json' }] } }),
};
