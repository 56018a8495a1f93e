import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const logOutTwice: Fault = {
  id: 'log-out-twice',
  title: 'An application was made anew, and shows its link to log out above and below',
  ...troubled('themed', 'log-out-twice'),
  expect: { suite: 'post-deploy', cause: 'login/SELECTOR_AMBIGUOUS', exitCode: 1, mayAlso: [], domains: [journeyOf('themed')] },
};
