import { labApplication } from '../applications/catalogue.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { addFixedClaim, removeMapper } from './realm.ts';

const { clientId } = labApplication('hops');
const name = 'shared name';

export const nameReplaced: Fault = {
  id: 'name-replaced',
  title: 'A mapper writes one name into the tokens of everybody who logs in to an application',
  inject: (lab, signal) =>
    addFixedClaim(
      lab,
      clientId,
      { name, claim: 'preferred_username', value: 'service-desk', more: { 'userinfo.token.claim': 'true' } },
      signal,
    ),
  heal: (lab, signal) => removeMapper(lab, clientId, name, signal),
  expect: { suite: 'post-deploy', cause: 'login/USER_NOT_SHOWN', exitCode: 1, mayAlso: [], domains: [journeyOf('hops')] },
};
