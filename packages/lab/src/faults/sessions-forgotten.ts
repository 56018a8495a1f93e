import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const sessionsForgotten: Fault = {
  id: 'sessions-forgotten',
  title: 'An application lost its session store, and sends everybody back to log in, again and again',
  ...troubled('back-channel', 'forgets-sessions'),
  expect: { suite: 'post-deploy', cause: 'login/APP_LOOP', exitCode: 1, mayAlso: [], domains: [journeyOf('back-channel')] },
};
