import { gateAccount } from '../postgres/database.ts';
import type { Fault } from './fault.ts';

export const databaseRoleTooWide: Fault = {
  id: 'database-role-too-wide',
  title: "Somebody let the gate's database role write",
  inject: async (lab, signal) => void (await lab.sql(`GRANT UPDATE ON user_entity TO ${gateAccount}`, [], signal)),
  heal: async (lab, signal) => void (await lab.sql(`REVOKE UPDATE ON user_entity FROM ${gateAccount}`, [], signal)),
  expect: {
    suite: 'health',
    cause: 'database/RIGHTS_TOO_WIDE',
    exitCode: 0,
    mayAlso: [],
    domains: ['database/rights-as-needed'],
  },
};
