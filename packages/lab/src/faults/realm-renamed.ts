import type { Lab } from '../lab/lab.ts';
import { labRealmName } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

const another = `${labRealmName}-2026`;

async function rename(lab: Lab, from: string, to: string, signal: AbortSignal): Promise<void> {
  await lab.sql('UPDATE realm SET name = $1 WHERE name = $2', [to, from], signal);
  // Any realm's request empties the cache of them all.
  await lab.keycloakAdmin('/realms/master/clear-realm-cache', { method: 'POST', signal });
}

export const realmRenamed: Fault = {
  id: 'realm-renamed',
  title: 'The realm has another name',
  inject: (lab, signal) => rename(lab, labRealmName, another, signal),
  heal: (lab, signal) => rename(lab, another, labRealmName, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/REALM_MISSING',
    exitCode: 1,
    mayAlso: [],
    domains: ['oidc/discovery-and-keys'],
    blocks: [journeyOf('apache')],
  },
};
