import type { Fault } from './fault.ts';
import { addFixedClaim, removeMapper } from './realm.ts';

const clientId = 'lab-apache';
const name = 'clearance';

export const claimGained: Fault = {
  id: 'claim-gained',
  title: "Somebody put a claim of their own into the tokens of the apache application's client",
  inject: (lab, signal) => addFixedClaim(lab, clientId, { name, claim: name, value: 'top' }, signal),
  heal: (lab, signal) => removeMapper(lab, clientId, name, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/CLAIM_GAINED',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-config/tokens-kept[apache]'],
  },
};
