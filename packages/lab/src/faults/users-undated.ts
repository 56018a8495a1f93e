import { gateAccount } from '../postgres/database.ts';
import type { Fault } from './fault.ts';

export const usersUndated: Fault = {
  id: 'users-undated',
  title: 'Before a restore, the gate may not see when users were created: the database came back without grants',
  inject: async (lab, signal) => void (await lab.sql(`REVOKE SELECT (created_timestamp) ON user_entity FROM ${gateAccount}`, [], signal)),
  heal: async (lab, signal) => void (await lab.sql(`GRANT SELECT (created_timestamp) ON user_entity TO ${gateAccount}`, [], signal)),
  expect: { suite: 'pre-restore', cause: 'database/NOT_ALLOWED', exitCode: 3, mayAlso: [], domains: ['database/lost-by-restore'] },
};
