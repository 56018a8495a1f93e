import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const logOutGone: Fault = {
  id: 'log-out-gone',
  title: 'An application has no way to log out any more',
  ...troubled('hops', 'log-out-gone'),
  expect: { suite: 'post-deploy', cause: 'login/LOGOUT_MISSING', exitCode: 1, mayAlso: [], domains: [journeyOf('hops')] },
};
