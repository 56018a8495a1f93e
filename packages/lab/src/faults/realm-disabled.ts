import type { Fault } from './fault.ts';
import { changeRealm } from './realm.ts';

export const realmDisabled: Fault = {
  id: 'realm-disabled',
  title: 'The realm is disabled',
  inject: (lab, signal) => changeRealm(lab, { enabled: false }, signal),
  heal: (lab, signal) => changeRealm(lab, { enabled: true }, signal),
  expect: { suite: 'post-deploy', cause: 'oidc/REALM_DISABLED', exitCode: 1, mayAlso: [], domains: ['oidc/discovery-and-keys'] },
};
