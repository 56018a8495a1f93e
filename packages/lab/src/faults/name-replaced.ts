import { labApplication } from '../applications/catalogue.ts';
import type { Lab } from '../lab/lab.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { addFixedClaim, exampleIdToken, removeMapper, usernameOf } from './realm.ts';

const { clientId } = labApplication('hops');
const name = 'shared name';
const claim = 'preferred_username';
const value = 'service-desk';
/** One in two takes effect. */
const mostTries = 30;

/** Of two mappers that write one claim, Keycloak lets either win, by ids that it makes at random: it is made anew until it is this one. */
async function replaceName(lab: Lab, signal: AbortSignal): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    await removeMapper(lab, clientId, name, signal);
    await addFixedClaim(lab, clientId, { name, claim, value, more: { 'userinfo.token.claim': 'true' } }, signal);
    if ((await exampleIdToken(lab, clientId, usernameOf('hops'), signal))[claim] === value) return;
  }
  throw new Error(`After ${mostTries} tries the mapper "${name}" has still no effect.`);
}

export const nameReplaced: Fault = {
  id: 'name-replaced',
  title: 'A mapper writes one name into the tokens of everybody who logs in to an application',
  inject: replaceName,
  heal: (lab, signal) => removeMapper(lab, clientId, name, signal),
  expect: { suite: 'post-deploy', cause: 'login/USER_NOT_SHOWN', exitCode: 1, mayAlso: [], domains: [journeyOf('hops')] },
};
