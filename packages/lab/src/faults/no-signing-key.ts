import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { changeStored, realmId } from './realm.ts';
import { setKeyEnabled } from './realm-keys.ts';

const algorithm = `name = 'defaultSignatureAlgorithm' AND realm_id = ${realmId}`;

export const noSigningKey: Fault = {
  id: 'no-signing-key',
  title: 'Somebody let the realm sign with a shared secret, and switched the key off that everybody can verify by',
  inject: async (lab, signal) => {
    // Keycloak makes itself a key again where one of the realm's own algorithm is gone.
    await changeStored(lab, `UPDATE realm_attribute SET value = 'HS512' WHERE ${algorithm}`, [], signal);
    await setKeyEnabled(lab, false, signal);
  },
  heal: async (lab, signal) => {
    await setKeyEnabled(lab, true, signal);
    await changeStored(lab, `UPDATE realm_attribute SET value = 'RS256' WHERE ${algorithm}`, [], signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/NO_SIGNING_KEY',
    exitCode: 1,
    mayAlso: [],
    domains: ['oidc/discovery-and-keys'],
    blocks: [journeyOf('apache')],
  },
};
