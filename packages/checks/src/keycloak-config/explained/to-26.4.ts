import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { isSaml } from './clients.ts';
import { isObject } from './explanation.ts';
import type { Explanation } from './explanation.ts';
import { appears, goes, inserts, turns } from './rewrites.ts';

const source = 'recorded: 25.0.6 to 26.4.0';
const migration = (version: string): string => `recorded: 25.0.6 to 26.4.0; Keycloak's migration to ${version}`;

/** A field that the API tells since 26, at the value that it has where nothing was configured. */
const field = (attribute: string, value: Json): Explanation => ({
  since: [26, 0],
  cause: 'field',
  why: '26 tells this of the realm',
  source,
  object: 'realm',
  attribute,
  becomes: appears(value),
});

const note = (name: string, claim: string): JsonObject => ({
  name,
  protocol: 'openid-connect',
  protocolMapper: 'oidc-usersessionmodel-note-mapper',
  consentRequired: false,
  config: {
    'access.token.claim': 'true',
    'claim.name': claim,
    'id.token.claim': 'true',
    'introspection.token.claim': 'true',
    'jsonType.label': 'String',
    'user.session.note': claim,
  },
});

/** The consoles of Keycloak: their tokens carry little, and are looked up where more is needed. */
const consoles = /^client\/(?:admin-cli|security-admin-console)$/;

/** What Keycloak 26.0 to 26.4 do to a configuration of Keycloak 25. */
export const to26_4: readonly Explanation[] = [
  {
    since: [26, 0],
    cause: 'migration',
    why: '26.0 gives the admin console and admin-cli full scope',
    source: migration('26.0'),
    object: consoles,
    attribute: 'fullScopeAllowed',
    becomes: turns(false, true),
  },
  {
    since: [26, 0],
    cause: 'migration',
    why: '26.0 gives the admin console and admin-cli lightweight access tokens',
    source: migration('26.0'),
    object: consoles,
    attribute: 'attributes.client.use.lightweight.access.token.enabled',
    becomes: appears('true'),
  },
  {
    since: [26, 0],
    cause: 'field',
    why: '26 tells of every client whether it stands for a realm',
    source,
    object: /^client\//,
    attribute: 'attributes.realm_client',
    becomes: (before, _target, { object, whole }) =>
      before ?? (standsForRealm.test(object) && whole['bearerOnly'] === true ? 'true' : 'false'),
  },
  {
    since: [26, 0],
    cause: 'migration',
    why: '26.0 tells at another place whether an identity provider is hidden on the login page',
    source,
    object: /^identity-provider\//,
    attribute: 'config.hideOnLoginPage',
    becomes: goes('true', 'false'),
  },
  {
    since: [26, 0],
    cause: 'migration',
    why: '26.0 tells at another place whether an identity provider is hidden on the login page',
    source,
    object: /^identity-provider\//,
    attribute: 'hideOnLogin',
    becomes: (before, _target, { whole: { config } }) => before ?? (isObject(config) && config['hideOnLoginPage'] === 'true'),
  },
  field('adminPermissionsEnabled', false),
  field('bruteForceStrategy', 'MULTIPLE'),
  field('verifiableCredentialsEnabled', false),
  {
    since: [26, 1],
    cause: 'migration',
    why: '26.1 makes the client scope service_account',
    source: migration('26.1'),
    object: 'client-scope/service_account',
    becomes: appears({
      name: 'service_account',
      description: 'Specific scope for a client enabled for service accounts',
      protocol: 'openid-connect',
      attributes: { 'display.on.consent.screen': 'false', 'include.in.token.scope': 'false' },
      protocolMappers: {
        'Client Host': note('Client Host', 'clientHost'),
        'Client ID': note('Client ID', 'client_id'),
        'Client IP Address': note('Client IP Address', 'clientAddress'),
      },
    }),
  },
  {
    since: [26, 3],
    cause: 'migration',
    why: '26.3 makes the required action that links an identity provider',
    source: migration('26.3'),
    object: 'required-action/idp_link',
    becomes: appears({ alias: 'idp_link', defaultAction: false, enabled: true, name: 'Linking Identity Provider', providerId: 'idp_link' }),
  },
  {
    since: [26, 3],
    cause: 'migration',
    why: '26.3 makes the required action that links an identity provider',
    source: migration('26.3'),
    object: 'required-action-order',
    attribute: 'order',
    becomes: inserts('idp_link'),
  },
  ...Object.entries({
    'saml.encryption.algorithm': 'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
    'saml.encryption.digestMethod': 'http://www.w3.org/2000/09/xmldsig#sha1',
    'saml.encryption.keyAlgorithm': 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
  }).map(([attribute, value]): Explanation => ({
    since: [26, 4],
    cause: 'migration',
    why: '26.4 writes down how it encrypted for old SAML clients, as new ones are encrypted for in another way',
    source: migration('26.4'),
    object: /^client\//,
    attribute: `attributes.${attribute}`,
    where: isSaml,
    becomes: appears(value),
  })),
  {
    since: [26, 4],
    cause: 'default',
    why: '26.4 has another default for what passkeys sign with, where nothing was saved',
    source,
    object: 'realm',
    attribute: 'webAuthnPolicySignatureAlgorithms',
    becomes: turns(['ES256'], ['ES256', 'RS256']),
  },
  {
    since: [26, 4],
    cause: 'default',
    why: '26.4 has another default for what passkeys sign with, where nothing was saved',
    source,
    object: 'realm',
    attribute: 'webAuthnPolicyPasswordlessSignatureAlgorithms',
    becomes: turns(['ES256'], ['ES256', 'RS256']),
  },
  {
    since: [26, 4],
    cause: 'default',
    why: '26.4 has another default for passkeys, where nothing was saved',
    source,
    object: 'realm',
    attribute: 'webAuthnPolicyPasswordlessRequireResidentKey',
    becomes: turns('not specified', 'Yes'),
  },
  {
    since: [26, 4],
    cause: 'default',
    why: '26.4 has another default for passkeys, where nothing was saved',
    source,
    object: 'realm',
    attribute: 'webAuthnPolicyPasswordlessUserVerificationRequirement',
    becomes: turns('not specified', 'required'),
  },
];

/** Clients that Keycloak makes to guard a realm, and that nobody logs in to. */
const standsForRealm = /^client\/(?:broker|realm-management|.+-realm)$/;
