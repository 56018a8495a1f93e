import type { Fault } from './fault.ts';
import { changeRealm } from './realm.ts';

export const realmDisabled: Fault = {
  id: 'realm-disabled',
  title: 'The realm is disabled; its discovery document is there all the same',
  inject: (lab, signal) => changeRealm(lab, { enabled: false }, signal),
  heal: (lab, signal) => changeRealm(lab, { enabled: true }, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'login/OP_REFUSED',
    exitCode: 1,
    mayAlso: ['oidc/TOKEN_REFUSED'],
    domains: ['oidc', 'login'],
  },
};
