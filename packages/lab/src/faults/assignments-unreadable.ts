import type { Fault } from './fault.ts';

export const assignmentsUnreadable: Fault = {
  id: 'assignments-unreadable',
  title: "The database role of the gate was made before it counted anybody's roles",
  inject: async (lab, signal) => void (await lab.sql('REVOKE SELECT (role_id) ON user_role_mapping FROM gate', [], signal)),
  heal: async (lab, signal) => void (await lab.sql('GRANT SELECT (role_id) ON user_role_mapping TO gate', [], signal)),
  expect: {
    suite: 'pre-release',
    cause: 'database/NOT_ALLOWED',
    exitCode: 3,
    mayAlso: [],
    domains: ['keycloak-config/assignments-counted'],
  },
};
