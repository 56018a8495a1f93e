import type { Noise } from './noise.ts';

export const jsonConsoleLog: Noise = {
  id: 'json-console-log',
  title: 'Keycloak logs JSON',
  template: () => ({ container: { env: [{ name: 'KC_LOG_CONSOLE_OUTPUT', value: 'json' }] } }),
};
