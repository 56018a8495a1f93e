import { labApplication } from '../applications/catalogue.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { clientPath, removeMapper } from './realm.ts';

const { clientId } = labApplication('hops');
const name = 'shared name';

export const nameReplaced: Fault = {
  id: 'name-replaced',
  title: 'A mapper writes one name into the tokens of everybody who logs in to an application',
  inject: async (lab, signal) => {
    const config = {
      'claim.name': 'preferred_username',
      'claim.value': 'service-desk',
      'jsonType.label': 'String',
      'access.token.claim': 'true',
      'id.token.claim': 'true',
      'userinfo.token.claim': 'true',
    };
    const body = { name, protocol: 'openid-connect', protocolMapper: 'oidc-hardcoded-claim-mapper', config };
    const path = await clientPath(lab, clientId, signal);
    await lab.keycloakAdmin(`${path}/protocol-mappers/models`, { method: 'POST', body, signal });
  },
  heal: (lab, signal) => removeMapper(lab, clientId, name, signal),
  expect: { suite: 'post-deploy', cause: 'login/USER_NOT_SHOWN', exitCode: 1, mayAlso: [], domains: [journeyOf('hops')] },
};
