import type { Rule } from './rule.ts';
import type { Named } from './values.ts';
import { level, off, on } from './level.ts';
import { onlyChanges } from './spots.ts';
import { textOf } from './values.ts';

const isSaml = ({ object }: Named): boolean => object['protocol'] === 'saml';

const unsigned: Rule = {
  id: 'saml-signature-off',
  title: 'Messages between a SAML application and Keycloak are no longer signed',
  why: 'Whoever stands between them can then change who is logged in, or ask in the name of the application.',
  source: 'kcwarden SamlClientWithAssertionSignatureDisabled, SamlClientWithClientSignatureDisabled; SAML 2.0 Core section 5',
  severity: 'fail',
  remedy: 'Switch "Sign documents", "Sign assertions" or "Client signature required" of the client on again.',
  ...onlyChanges(
    level({
      kind: 'client',
      about: isSaml,
      attributes: ['saml.server.signature', 'saml.assertion.signature', 'saml.client.signature'].map((name) => off('attributes', name)),
      newcomers: false,
    }),
  ),
};

const unencrypted: Rule = {
  id: 'saml-encryption-off',
  title: 'Assertions for a SAML application are no longer encrypted',
  why: "They pass through the user's browser, and tell about the user whatever the mappers put in.",
  source: 'kcwarden SamlClientWithEncryptionDisabled',
  severity: 'fail',
  remedy: 'Switch "Encrypt assertions" on the client\'s tab Keys on again.',
  ...onlyChanges(level({ kind: 'client', about: isSaml, attributes: [off('attributes', 'saml.encrypt')], newcomers: false })),
};

const weakAlgorithm: Rule = {
  id: 'saml-weak-signature',
  title: 'A SAML application trusts signatures by SHA-1 or DSA',
  why: 'Such signatures can be forged with enough computing power.',
  source: 'kcwarden SamlClientWithWeakSignatureAlgorithm; NIST SP 800-131A',
  severity: 'fail',
  remedy: 'Set "Signature algorithm" of the client to RSA_SHA256 or better.',
  ...level({
    kind: 'client',
    about: isSaml,
    attributes: [
      {
        path: ['attributes', 'saml.signature.algorithm'],
        weakness: (value) => (value === undefined ? undefined : /sha1$|^dsa/i.test(textOf(value)) ? 1 : 0),
      },
    ],
  }),
};

const reusable: Rule = {
  id: 'saml-assertion-reusable',
  title: 'An assertion for a SAML application can be used more than once, or from outside of the browser',
  why: 'A recorded assertion opens the application a second time.',
  source: 'kcwarden SamlClientWithoutOneTimeUseCondition; SAML 2.0 Core section 2.5.1.5',
  severity: 'warn',
  remedy: 'Switch "Include OneTimeUse condition" on again, and "Allow ECP flow" off.',
  ...onlyChanges(
    level({
      kind: 'client',
      about: isSaml,
      attributes: [off('attributes', 'saml.onetimeuse.condition'), on('attributes', 'saml.allow.ecp.flow')],
      newcomers: false,
    }),
  ),
};

export const samlRules: readonly Rule[] = [unsigned, unencrypted, weakAlgorithm, reusable];
