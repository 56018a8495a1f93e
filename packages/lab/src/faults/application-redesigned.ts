import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const applicationRedesigned: Fault = {
  id: 'application-redesigned',
  title: 'An application was made anew, and its entry still names the old ids',
  ...troubled('username-first', 'redesigned'),
  expect: { suite: 'post-deploy', cause: 'login/LOGGEDIN_MISSING', exitCode: 1, mayAlso: [], domains: [journeyOf('username-first')] },
};
