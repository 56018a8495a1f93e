import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { changeUser, usernameOf } from './realm.ts';

const username = usernameOf('single-page');

export const requiredActionSet: Fault = {
  id: 'required-action-set',
  title: 'The test user has to set a new password at the next login',
  inject: (lab, signal) => changeUser(lab, username, { requiredActions: ['UPDATE_PASSWORD'] }, signal),
  heal: (lab, signal) => changeUser(lab, username, { requiredActions: [] }, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'login/REQUIRED_ACTION',
    exitCode: 1,
    mayAlso: [],
    domains: [`login/test-user[${username}]`],
    blocks: [journeyOf('single-page')],
  },
};
