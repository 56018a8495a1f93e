import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { copySigningKey, removeKey } from './realm-keys.ts';

const name = 'rsa-imported-again';

export const keyImportedTwice: Fault = {
  id: 'key-imported-twice',
  title: "The realm's signing key was imported a second time",
  inject: (lab, signal) => copySigningKey(lab, name, signal),
  heal: (lab, signal) => removeKey(lab, name, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/KEY_ID_TWICE',
    exitCode: 1,
    mayAlso: ['oidc/TOKEN_INVALID'],
    domains: ['oidc/discovery-and-keys'],
    blocks: [journeyOf('apache')],
  },
};
