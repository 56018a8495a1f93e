import { gateAccount } from '../postgres/database.ts';
import type { Fault } from './fault.ts';

export const versionsUnreadable: Fault = {
  id: 'versions-unreadable',
  title: "The database role of the gate may not read Keycloak's record of its versions",
  inject: async (lab, signal) => void (await lab.sql(`REVOKE SELECT ON migration_model FROM ${gateAccount}`, [], signal)),
  heal: async (lab, signal) => void (await lab.sql(`GRANT SELECT ON migration_model TO ${gateAccount}`, [], signal)),
  expect: { suite: 'pre-release', cause: 'database/NOT_ALLOWED', exitCode: 3, mayAlso: [], domains: ['database/recorded'] },
};
