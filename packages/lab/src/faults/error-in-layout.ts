import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const errorInLayout: Fault = {
  id: 'error-in-layout',
  title: 'An application answers with an error page that has all the links of the site, that to log out too',
  ...troubled('username-first', 'error-in-layout'),
  expect: { suite: 'post-deploy', cause: 'login/APP_CALLBACK', exitCode: 1, mayAlso: [], domains: [journeyOf('username-first')] },
};
