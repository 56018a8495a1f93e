import type { Noise } from './noise.ts';

export const ecsConsoleLog: Noise = {
  id: 'ecs-console-log',
  title: 'Keycloak logs JSON in the common schema of Elastic',
  template: () => ({
    container: {
      env: [
        { name: 'KC_LOG_CONSOLE_OUTPUT', value: 'json' },
        { name: 'KC_LOG_CONSOLE_JSON_FORMAT', value: 'ecs' },
      ],
    },
  }),
};
