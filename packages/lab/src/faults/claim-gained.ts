import type { Fault } from './fault.ts';
import { clientPath, removeMapper } from './realm.ts';

const clientId = 'lab-apache';
const name = 'clearance';

export const claimGained: Fault = {
  id: 'claim-gained',
  title: "Somebody put a claim of their own into the tokens of the apache application's client",
  inject: async (lab, signal) => {
    const config = {
      'claim.name': name,
      'claim.value': 'top',
      'jsonType.label': 'String',
      'access.token.claim': 'true',
      'id.token.claim': 'true',
    };
    const body = { name, protocol: 'openid-connect', protocolMapper: 'oidc-hardcoded-claim-mapper', config };
    const path = await clientPath(lab, clientId, signal);
    await lab.keycloakAdmin(`${path}/protocol-mappers/models`, { method: 'POST', body, signal });
  },
  heal: (lab, signal) => removeMapper(lab, clientId, name, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/CLAIM_GAINED',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-config/tokens-kept[apache]'],
  },
};
