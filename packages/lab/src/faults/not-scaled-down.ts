import type { Fault } from './fault.ts';
import { rolledOut } from './workload.ts';

export const notScaledDown: Fault = {
  id: 'not-scaled-down',
  title: 'The database is about to be restored while Keycloak still runs',
  inject: rolledOut,
  heal: rolledOut,
  expect: { suite: 'pre-restore', cause: 'kubernetes/NOT_SCALED_TO_ZERO', exitCode: 1, mayAlso: [], domains: ['kubernetes'] },
};
