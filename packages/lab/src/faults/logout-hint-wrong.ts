import { inApplication } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const logoutHintWrong: Fault = {
  id: 'logout-hint-wrong',
  title: 'An application sends something at logout that is no token',
  ...inApplication('stateless', { logout: 'wrong-hint' }, { logout: 'provider' }),
  expect: { suite: 'post-deploy', cause: 'login/LOGOUT_HINT', exitCode: 1, mayAlso: [], domains: [journeyOf('stateless')] },
};
