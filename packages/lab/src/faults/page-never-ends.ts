import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const pageNeverEnds: Fault = {
  id: 'page-never-ends',
  title: "An application's page never comes to its end",
  ...troubled('consent', 'never-ends'),
  expect: { suite: 'post-deploy', cause: 'login/LOGGEDIN_MISSING', exitCode: 1, mayAlso: [], domains: [journeyOf('consent')] },
};
