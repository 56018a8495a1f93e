import type { Json } from '@keycloak-release-gate/core';
import { below, level, ranked } from './level.ts';
import type { Rule } from './rule.ts';
import { anyOf } from './spots.ts';
import { textOf } from './values.ts';

/** Signatures that everybody can check, then those of a shared secret, then none. */
function algorithmRank(value: Json | undefined): number | undefined {
  const name = textOf(value);
  if (/^(?:RS|PS|ES)\d{3}$|^EdDSA/.test(name)) return 0;
  if (/^HS\d{3}$/.test(name)) return 1;
  return name === 'none' || name === 'any' ? 2 : undefined;
}

const weakSignature: Rule = {
  id: 'token-signature-weaker',
  title: 'Tokens or requests are signed by something weak, or not at all',
  why: 'With a shared secret, every application that checks a token can also make one; with none, anybody can.',
  source: 'RFC 8725 sections 3.1 and 3.2',
  severity: 'fail',
  remedy: 'Set the signature algorithm back: of the realm on its tab Tokens, of a client on its tab Advanced.',
  ...anyOf(
    level({ kind: 'realm', attributes: [{ path: ['defaultSignatureAlgorithm'], weakness: algorithmRank }] }),
    level({
      kind: 'client',
      attributes: [
        'access.token.signed.response.alg',
        'id.token.signed.response.alg',
        'user.info.response.signature.alg',
        'request.object.signature.alg',
        'token.endpoint.auth.signing.alg',
      ].map((name) => ({ path: ['attributes', name], weakness: algorithmRank })),
      // What a new client begins with is its own matter, but for `none`.
      byItself: ({ object }) => JSON.stringify(object['attributes'] ?? {}).includes('"none"'),
    }),
  ),
};

const shortKey: Rule = {
  id: 'signing-key-shorter',
  title: 'A key that the realm signs with is short',
  why: 'Who finds the private key makes tokens of any user for any application.',
  source: 'NIST SP 800-57 part 1; NIST SP 800-131A',
  severity: 'fail',
  remedy: 'Add a provider with a longer key on the tab Keys, and make it the one of highest priority.',
  ...level({
    kind: 'component',
    about: ({ name }) => name.startsWith('KeyProvider/'),
    attributes: [
      { ...below(4_096, ['config', 'keySize']), accepted: 2_048 },
      { ...ranked(['P-521', 'P-384', 'P-256'], ['config', 'ecdsaEllipticCurveKey']), accepted: 2 },
    ],
  }),
};

export const signatureRules: readonly Rule[] = [weakSignature, shortKey];
