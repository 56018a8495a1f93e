import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { changeUser, usernameOf } from './realm.ts';

const username = usernameOf('express');

export const userDisabled: Fault = {
  id: 'user-disabled',
  title: 'The test user is disabled',
  inject: (lab, signal) => changeUser(lab, username, { enabled: false }, signal),
  heal: (lab, signal) => changeUser(lab, username, { enabled: true }, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'login/USER_DISABLED',
    exitCode: 1,
    mayAlso: [],
    domains: [`login/test-user[${username}]`],
    blocks: [journeyOf('express')],
  },
};
