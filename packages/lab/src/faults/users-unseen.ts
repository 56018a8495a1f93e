import type { Fault } from './fault.ts';
import { grantToReader, usernameOf } from './realm.ts';

export const usersUnseen: Fault = {
  id: 'users-unseen',
  title: 'The gate may no longer look at users, and so not whether one is locked',
  inject: (lab, signal) => grantToReader(lab, 'view-users', false, signal),
  heal: (lab, signal) => grantToReader(lab, 'view-users', true, signal),
  // Logins are tried all the same.
  expect: {
    suite: 'post-deploy',
    cause: 'login/USER_NOT_SEEN',
    exitCode: 0,
    mayAlso: [],
    domains: [`login/test-user[${usernameOf('saml')}]`],
  },
};
