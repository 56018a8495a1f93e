import type { Fault } from './fault.ts';
import { changeReaderRole } from './reader-roles.ts';

export const readerRoleTooWide: Fault = {
  id: 'reader-role-too-wide',
  title: 'Somebody let the gate manage users',
  inject: (lab, signal) => changeReaderRole(lab, 'manage-users', 'POST', signal),
  heal: (lab, signal) => changeReaderRole(lab, 'manage-users', 'DELETE', signal),
  expect: {
    suite: 'health',
    cause: 'keycloak-config/ROLES_TOO_WIDE',
    exitCode: 0,
    mayAlso: [],
    domains: ['keycloak-config/roles-as-needed'],
  },
};
