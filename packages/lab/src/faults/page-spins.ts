import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const pageSpins: Fault = {
  id: 'page-spins',
  title: 'A script of the page after the login keeps the browser busy for ever',
  ...troubled('totp', 'spins'),
  expect: { suite: 'post-deploy', cause: 'login/LOGGEDIN_MISSING', exitCode: 1, mayAlso: [], domains: [journeyOf('totp')] },
};
