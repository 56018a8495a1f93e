import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const logoutLandsElsewhere: Fault = {
  id: 'logout-lands-elsewhere',
  title: 'An application sends people to another page than before when they log out',
  ...troubled('consent', 'lands-elsewhere'),
  expect: { suite: 'post-deploy', cause: 'login/LOGOUT_LANDING', exitCode: 1, mayAlso: [], domains: [journeyOf('consent')] },
};
