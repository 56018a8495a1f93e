import { gateAccount } from '../postgres/database.ts';
import type { Fault } from './fault.ts';

export const credentialsUndated: Fault = {
  id: 'credentials-undated',
  title: "The gate's database role was made before it counted what a restore would lose",
  inject: async (lab, signal) => void (await lab.sql(`REVOKE SELECT (created_date) ON credential FROM ${gateAccount}`, [], signal)),
  heal: async (lab, signal) => void (await lab.sql(`GRANT SELECT (created_date) ON credential TO ${gateAccount}`, [], signal)),
  expect: { suite: 'pre-release', cause: 'database/NOT_ALLOWED', exitCode: 3, mayAlso: [], domains: ['database/lost-by-rollback'] },
};
