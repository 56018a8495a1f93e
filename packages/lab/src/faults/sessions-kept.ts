import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const sessionsKept: Fault = {
  id: 'sessions-kept',
  title: 'An application deletes the cookie at a logout, and keeps its session',
  ...troubled('express-local', 'keeps-sessions'),
  expect: { suite: 'post-deploy', cause: 'login/APP_SESSION_ALIVE', exitCode: 1, mayAlso: [], domains: [journeyOf('express-local')] },
};
