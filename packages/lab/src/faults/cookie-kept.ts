import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const cookieKept: Fault = {
  id: 'cookie-kept',
  title: 'An application that keeps its sessions in cookies leaves them in the browser at the logout',
  ...troubled('stateless', 'keeps-cookie'),
  expect: { suite: 'post-deploy', cause: 'login/APP_SESSION_ALIVE', exitCode: 1, mayAlso: [], domains: [journeyOf('stateless')] },
};
