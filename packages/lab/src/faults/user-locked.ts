import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { lock, unlock, usernameOf } from './realm.ts';

const username = usernameOf('express-local');

export const userLocked: Fault = {
  id: 'user-locked',
  title: 'Somebody tried wrong passwords until the test user was locked',
  inject: (lab, signal) => lock(lab, username, signal),
  heal: (lab, signal) => unlock(lab, username, signal),
  // The gate does not try with a locked user, so that it cannot say whether people get in.
  expect: {
    suite: 'post-deploy',
    cause: 'login/LOCKED',
    exitCode: 3,
    mayAlso: [],
    domains: [`login/test-user[${username}]`],
    blocks: [journeyOf('express-local')],
  },
};
