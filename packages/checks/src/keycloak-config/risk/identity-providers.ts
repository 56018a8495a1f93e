import { isPlain } from './addresses.ts';
import { level, off, on, ranked } from './level.ts';
import type { Rule } from './rule.ts';
import { anyOf, gained, lost, onlyChanges } from './spots.ts';
import { isObject, objectsOf, textOf, valueAt } from './values.ts';

const trustEmail: Rule = {
  id: 'foreign-mail-trusted',
  title: 'Mail addresses that come from elsewhere are taken for verified',
  why: 'Whoever runs the provider, or may choose an address there, can take the account of that address here.',
  source: 'Keycloak Server Administration Guide, "Trust email"',
  severity: 'fail',
  remedy: 'Switch "Trust Email" of the identity provider, or of the user federation, off.',
  ...anyOf(
    level({ kind: 'identity-provider', attributes: [on('trustEmail')] }),
    level({ kind: 'component', about: ({ name }) => name.startsWith('UserStorageProvider/'), attributes: [on('config', 'trustEmail')] }),
  ),
};

const signature: Rule = {
  id: 'provider-signature-off',
  title: 'What an identity provider says is not checked by its signature',
  why: 'Whoever stands between can then log in as any user of that provider.',
  source: 'kcwarden OIDCIdentityProviderWithSignatureVerificationDisabled, SamlIdentityProviderWithSignatureVerificationDisabled',
  severity: 'fail',
  remedy: 'Switch "Validate Signatures" of the identity provider on.',
  ...level({
    kind: 'identity-provider',
    about: ({ object }) => ['oidc', 'keycloak-oidc', 'saml'].includes(textOf(object['providerId'])),
    attributes: [off('config', 'validateSignature')],
  }),
};

const unsigned: Rule = {
  id: 'provider-messages-unprotected',
  title: 'Messages between Keycloak and a SAML identity provider are signed or encrypted less than before',
  why: 'They pass through the browser of the user, who may not be the only one to read or change them.',
  source:
    'kcwarden SamlIdentityProviderWithoutSignedAssertions, SamlIdentityProviderWithoutEncryptedAssertions, SamlIdentityProviderWithoutSignedAuthnRequests',
  severity: 'fail',
  remedy: 'Switch "Want Assertions signed", "Want Assertions encrypted" or "Want AuthnRequests signed" on again.',
  ...onlyChanges(
    level({
      kind: 'identity-provider',
      about: ({ object }) => object['providerId'] === 'saml',
      attributes: ['wantAssertionsSigned', 'wantAssertionsEncrypted', 'wantAuthnRequestsSigned'].map((name) => off('config', name)),
      newcomers: false,
    }),
  ),
};

const postBinding: Rule = {
  id: 'provider-answers-in-addresses',
  title: 'A SAML identity provider may send its assertions in addresses',
  why: 'Addresses stand in histories, logs and Referer headers, and the assertion with them.',
  source: 'kcwarden SamlIdentityProviderWithoutPostBindingResponse; SAML 2.0 Bindings section 3.4.5',
  severity: 'warn',
  remedy: 'Switch "HTTP-POST binding response" of the identity provider on again.',
  ...onlyChanges(
    level({
      kind: 'identity-provider',
      about: ({ object }) => object['providerId'] === 'saml',
      attributes: [off('config', 'postBindingResponse')],
      newcomers: false,
    }),
  ),
};

const pkce: Rule = {
  id: 'provider-without-pkce',
  title: 'Keycloak logs in at an identity provider without PKCE',
  why: 'An authorization code that is intercepted can then be put into the login of somebody else.',
  source: 'kcwarden OIDCIdentityProviderWithoutPKCE; RFC 9700 section 2.1.1',
  severity: 'fail',
  remedy: 'Switch "Use PKCE" of the identity provider on, with the method S256.',
  ...onlyChanges(
    level({
      kind: 'identity-provider',
      about: ({ object }) => ['oidc', 'keycloak-oidc'].includes(textOf(object['providerId'])),
      attributes: [off('config', 'pkceEnabled'), ranked(['S256', 'plain'], ['config', 'pkceMethod'])],
      newcomers: false,
    }),
  ),
};

const checks: Rule = {
  id: 'provider-checked-less',
  title: 'Of the tokens of an identity provider, less is checked',
  why: 'Without issuer and nonce, a token of another provider, or of another login, may be put in its place.',
  source: 'OpenID Connect Core 1.0 section 3.1.3.7; RFC 9700 section 4.4',
  severity: 'fail',
  remedy: 'Enter the "Issuer" again, and switch "Disable nonce" off.',
  ...anyOf(
    onlyChanges(level({ kind: 'identity-provider', attributes: [on('config', 'disableNonce')] })),
    lost(
      ['identity-provider'],
      (objects) =>
        objectsOf(objects, 'identity-provider')
          .filter(({ object }) => valueAt(object, ['config', 'issuer']) !== undefined)
          .map(({ key }) => ({ object: key, attribute: 'config.issuer' })),
      { stays: true },
    ),
  ),
};

const storedTokens: Rule = {
  id: 'foreign-tokens-kept',
  title: 'Tokens of an identity provider are kept, or given to users',
  why: 'The database, and each backup of it, then opens accounts elsewhere.',
  source: 'Keycloak Server Administration Guide, "Store tokens"; OWASP Cryptographic Storage Cheat Sheet',
  severity: 'warn',
  remedy: 'Switch "Store Tokens" and "Stored Tokens Readable" of the identity provider off.',
  ...level({ kind: 'identity-provider', attributes: [on('storeToken'), on('addReadTokenRoleOnCreate')] }),
};

const plain: Rule = {
  id: 'provider-over-plain-http',
  title: 'Keycloak speaks with an identity provider over an unencrypted connection',
  why: "The provider's answers, and the secret by which Keycloak logs in there, can be read or changed on the way.",
  source: 'OpenID Connect Core 1.0 section 16.17',
  severity: 'fail',
  remedy: 'Enter its addresses with https.',
  transport: true,
  ...gained(['identity-provider'], (objects) =>
    objectsOf(objects, 'identity-provider').flatMap(({ key, object }) =>
      Object.entries(isObject(object['config']) ? object['config'] : {})
        .map(([name, value]) => ({ object: key, attribute: `config.${name}`, value: textOf(value) }))
        .filter(({ attribute, value }) => /url$/i.test(attribute) && isPlain(value)),
    ),
  ),
};

const syncMode: Rule = {
  id: 'provider-read-once',
  title: 'What an identity provider says of its users is only read at their first login',
  why: 'Rights that were taken from a user there are kept here.',
  source: 'kcwarden IdentityProviderWithOneTimeSync, IdentityProviderWithMappersWithoutForceSyncMode',
  severity: 'warn',
  remedy: 'Set "Sync mode" of the identity provider, or of its mapper, back to Force.',
  ...onlyChanges(
    anyOf(
      level({ kind: 'identity-provider', attributes: [ranked(['FORCE', 'LEGACY', 'IMPORT'], ['config', 'syncMode'])], newcomers: false }),
      level({
        kind: 'identity-provider-mapper',
        attributes: [ranked(['FORCE', 'LEGACY', 'IMPORT'], ['config', 'syncMode'])],
        newcomers: false,
      }),
    ),
  ),
};

export const identityProviderRules: readonly Rule[] = [
  trustEmail,
  signature,
  unsigned,
  postBinding,
  pkce,
  checks,
  storedTokens,
  plain,
  syncMode,
];
