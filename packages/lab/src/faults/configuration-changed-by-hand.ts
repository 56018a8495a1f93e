import type { Fault } from './fault.ts';
import { addressOf, changeClient } from './realm.ts';

export const configurationChangedByHand: Fault = {
  id: 'configuration-changed-by-hand',
  title: 'Somebody opened a client to any redirect address, which no release announces',
  inject: (lab, signal) =>
    changeClient(lab, 'lab-express', { redirectUris: [`${addressOf(lab, 'express')}/callback`, 'https://*'] }, signal),
  heal: (lab, signal) => changeClient(lab, 'lab-express', { redirectUris: [`${addressOf(lab, 'express')}/callback`] }, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/UNEXPECTED_CHANGE',
    exitCode: 1,
    mayAlso: ['keycloak-config/WEAKENED'],
    domains: ['keycloak-config'],
  },
};
