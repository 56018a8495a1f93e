import type { Fault } from './fault.ts';
import { changeStored, realmId } from './realm.ts';

const setEnabled = `UPDATE realm SET enabled = $1 WHERE id = ${realmId}`;

export const realmDisabled: Fault = {
  id: 'realm-disabled',
  title: 'The realm is disabled; its discovery document is there all the same',
  inject: (lab, signal) => changeStored(lab, setEnabled, [false], signal),
  heal: (lab, signal) => changeStored(lab, setEnabled, [true], signal),
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/TOKEN_ENDPOINT',
    exitCode: 1,
    // Nobody gets a token, the gate neither: who the clients are it cannot see.
    mayAlso: ['oidc/TOKEN_REFUSED', 'keycloak-config/CREDENTIALS_REFUSED'],
    domains: ['oidc', 'login/coverage'],
    blocks: ['login/login-and-logout'],
  },
};
