import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const applicationFails: Fault = {
  id: 'application-fails',
  title: 'An application answers everything with a server error',
  ...troubled('express', 'fails'),
  expect: { suite: 'post-deploy', cause: 'login/APP_ERROR', exitCode: 1, mayAlso: [], domains: [journeyOf('express')] },
};
