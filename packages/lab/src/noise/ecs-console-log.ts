import { server } from '@keycloak-release-gate/core';
import type { Noise } from './noise.ts';

export const ecsConsoleLog: Noise = {
  id: 'ecs-console-log',
  title: 'Keycloak logs JSON in the common schema of Elastic',
  announces: [
    server('container/keycloak').env('KC_LOG_CONSOLE_OUTPUT').becomes('json'),
    server('container/keycloak').env('KC_LOG_CONSOLE_JSON_FORMAT').becomes('ecs'),
  ],
  template: () => ({
    container: {
      env: [
        { name: 'KC_LOG_CONSOLE_OUTPUT', value: 'json' },
        { name: 'KC_LOG_CONSOLE_JSON_FORMAT', value: 'ecs' },
      ],
    },
  }),
};
