import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const applicationHangs: Fault = {
  id: 'application-hangs',
  title: 'An application takes requests and answers none',
  ...troubled('stateless', 'hangs'),
  expect: { suite: 'post-deploy', cause: 'login/NET', exitCode: 3, mayAlso: [], domains: [journeyOf('stateless')] },
};
