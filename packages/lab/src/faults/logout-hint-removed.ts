import { inApplication } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const logoutHintRemoved: Fault = {
  id: 'logout-hint-removed',
  title: 'An application no longer says whom it logs out, so that Keycloak asks',
  ...inApplication('express', { logout: 'without-hint' }, { logout: 'provider' }),
  expect: { suite: 'post-deploy', cause: 'login/LOGOUT_CONFIRM', exitCode: 1, mayAlso: [], domains: [journeyOf('express')] },
};
