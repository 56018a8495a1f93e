import { userPassword } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { setPassword, unlock, usernameOf } from './realm.ts';

const username = usernameOf('apache');

export const userPasswordChanged: Fault = {
  id: 'user-password-changed',
  title: "Somebody changed the test user's password",
  inject: (lab, signal) => setPassword(lab, username, 'Another password, 2026', signal),
  heal: async (lab, signal) => {
    await setPassword(lab, username, userPassword(lab.state.secrets, username), signal);
    await unlock(lab, username, signal);
  },
  expect: { suite: 'post-deploy', cause: 'login/BAD_CREDENTIALS', exitCode: 1, mayAlso: [], domains: [journeyOf('apache')], refusals: 1 },
};
