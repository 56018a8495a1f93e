import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const greetedAfterLogout: Fault = {
  id: 'greeted-after-logout',
  title: 'An application still greets the user after the logout',
  ...troubled('brokered', 'greets-on'),
  expect: { suite: 'post-deploy', cause: 'login/LOGGED_IN_AGAIN', exitCode: 1, mayAlso: [], domains: [journeyOf('brokered')] },
};
