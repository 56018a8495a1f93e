import { inApplication } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const logoutLegacy: Fault = {
  id: 'logout-legacy',
  title: 'An application logs out as with Keycloak before version 18',
  ...inApplication('own-form', { logout: 'legacy' }, { logout: 'provider' }),
  expect: { suite: 'post-deploy', cause: 'login/LOGOUT_LEGACY', exitCode: 1, mayAlso: [], domains: [journeyOf('own-form')] },
};
