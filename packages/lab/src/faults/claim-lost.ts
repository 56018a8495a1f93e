import type { Fault } from './fault.ts';
import { addMapper, removeMapper } from './realm.ts';

const clientId = 'lab-express';
const mapper = 'groups';

export const claimLost: Fault = {
  id: 'claim-lost',
  title: "The mapper that writes groups was taken from the express application's client",
  inject: (lab, signal) => removeMapper(lab, clientId, mapper, signal),
  heal: (lab, signal) => addMapper(lab, clientId, mapper, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/CLAIM_LOST',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-config/tokens-kept[express]'],
  },
};
