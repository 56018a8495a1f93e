import type { Fault } from './fault.ts';
import { changeStored, realmId } from './realm.ts';

const setProtection = `UPDATE realm_attribute SET value = $1 WHERE name = 'bruteForceProtected' AND realm_id = ${realmId}`;

export const guessingAllowed: Fault = {
  id: 'guessing-allowed',
  title: 'Somebody switched off what stops the guessing of passwords',
  inject: (lab, signal) => changeStored(lab, setProtection, ['false'], signal),
  heal: (lab, signal) => changeStored(lab, setProtection, ['true'], signal),
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/WEAKENED',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-config/not-weakened'],
  },
};
