import { labRealmName } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { addRotatedKey } from './realm.ts';
import { removeKey } from './realm-keys.ts';

const path = `/realms/${labRealmName}/protocol/openid-connect/certs`;
const name = 'rsa-rotated';

export const keysKeptByCache: Fault = {
  id: 'keys-kept-by-cache',
  title: "The realm's key was rotated, and a cache before Keycloak still gives out the old ones",
  inject: async (lab, signal) => {
    await lab.control('balancer.rule', { name, rule: { about: [path], does: { kind: 'keep' } } });
    await (await fetch(`${lab.state.publicUrl}${path}`, { signal })).body?.cancel();
    await addRotatedKey(lab, name, signal);
  },
  heal: async (lab, signal) => {
    await removeKey(lab, name, signal);
    await lab.control('balancer.rule', { name, rule: null });
  },
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/KEY_NOT_PUBLISHED',
    exitCode: 1,
    mayAlso: [],
    domains: ['oidc/discovery-and-keys'],
    blocks: [journeyOf('apache')],
  },
};
