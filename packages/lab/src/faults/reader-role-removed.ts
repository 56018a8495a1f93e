import type { Fault } from './fault.ts';
import { changeReaderRole } from './reader-roles.ts';

export const readerRoleRemoved: Fault = {
  id: 'reader-role-removed',
  title: 'The gate may no longer view users: Keycloak shows it no group, and does not say so',
  inject: (lab, signal) => changeReaderRole(lab, 'view-users', 'DELETE', signal),
  heal: (lab, signal) => changeReaderRole(lab, 'view-users', 'POST', signal),
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/FILTERED',
    exitCode: 3,
    // The roles of service accounts are refused outright.
    mayAlso: ['keycloak-config/FORBIDDEN'],
    domains: ['keycloak-config/as-released'],
  },
};
