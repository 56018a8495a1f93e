import type { Fault } from './fault.ts';
import { changeStored, realmId } from './realm.ts';

const setLifespan = `UPDATE realm SET access_token_lifespan = $1 WHERE id = ${realmId}`;

export const configurationLeftBehind: Fault = {
  id: 'configuration-left-behind',
  title: 'After the rollback a setting of the release is still there',
  inject: (lab, signal) => changeStored(lab, setLifespan, [3_600], signal),
  // Keycloak's own default, in seconds.
  heal: (lab, signal) => changeStored(lab, setLifespan, [300], signal),
  // In a lab that was not rolled back tokens differ, too: what the release made of them is there as well.
  expect: {
    suite: 'post-rollback',
    cause: 'keycloak-config/NOT_AS_BEFORE',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-config/as-before-release'],
  },
};
