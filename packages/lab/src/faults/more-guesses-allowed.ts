import type { Fault } from './fault.ts';
import { changeStored, realmId } from './realm.ts';

const setGuesses = `UPDATE realm_attribute SET value = $1 WHERE name = 'failureFactor' AND realm_id = ${realmId}`;

export const moreGuessesAllowed: Fault = {
  id: 'more-guesses-allowed',
  title: 'Somebody lets users guess their passwords fifty times',
  inject: (lab, signal) => changeStored(lab, setGuesses, ['50'], signal),
  heal: (lab, signal) => changeStored(lab, setGuesses, ['5'], signal),
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/WEAKENED_SLIGHTLY',
    exitCode: 0,
    mayAlso: [],
    domains: ['keycloak-config/not-weakened'],
  },
};
