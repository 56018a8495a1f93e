import type { Fault } from './fault.ts';
import { changeRealm } from './realm.ts';

/** Keycloak's own default, in seconds. */
const lifespan = 300;

export const configurationLeftBehind: Fault = {
  id: 'configuration-left-behind',
  title: 'After the rollback a setting of the release is still there',
  inject: (lab, signal) => changeRealm(lab, { accessTokenLifespan: 3_600 }, signal),
  heal: (lab, signal) => changeRealm(lab, { accessTokenLifespan: lifespan }, signal),
  expect: { suite: 'post-rollback', cause: 'keycloak-config/NOT_AS_BEFORE', exitCode: 1, mayAlso: [], domains: ['keycloak-config'] },
};
