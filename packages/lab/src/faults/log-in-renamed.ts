import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const logInRenamed: Fault = {
  id: 'log-in-renamed',
  title: "An update gave an application's button another id",
  ...troubled('own-form', 'log-in-renamed'),
  expect: { suite: 'post-deploy', cause: 'login/START_MISSING', exitCode: 1, mayAlso: [], domains: [journeyOf('own-form')] },
};
