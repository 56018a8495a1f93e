import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const applicationOpen: Fault = {
  id: 'application-open',
  title: 'An application no longer asks anybody to log in',
  ...troubled('front-channel', 'open'),
  expect: { suite: 'post-deploy', cause: 'login/LOGIN_NOT_ASKED', exitCode: 1, mayAlso: [], domains: [journeyOf('front-channel')] },
};
