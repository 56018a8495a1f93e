import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const pageReloads: Fault = {
  id: 'page-reloads',
  title: "An application's page waits for something that does not come, and loads itself again and again",
  ...troubled('slow', 'reloads'),
  expect: { suite: 'post-deploy', cause: 'login/LOGGEDIN_MISSING', exitCode: 1, mayAlso: [], domains: [journeyOf('slow')] },
};
