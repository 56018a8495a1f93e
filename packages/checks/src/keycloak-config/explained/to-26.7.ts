import type { Json } from '@keycloak-release-gate/core';
import { isSaml } from './clients.ts';
import { isSecret } from '../secret-state.ts';
import { isList } from './explanation.ts';
import type { Explanation } from './explanation.ts';
import { appears, gains, gainsOf, goes, inserts, movesBehind, turns } from './rewrites.ts';

const source = 'recorded: 26.4.0 to 26.7.4';
const migration = (version: string): string => `${source}; Keycloak's migration to ${version}`;

/** A new setting of the realm, at its default. */
const setting = (attribute: string, value: Json): Explanation => ({
  since: [26, 7],
  cause: 'field',
  why: 'a new setting of 26.7, at its default',
  source,
  object: 'realm',
  attribute,
  becomes: appears(value),
});

/** The clients by which realms are administered: each realm's own, and in realm master one for each realm. */
const organizationRole = (name: string): RegExp => new RegExp(`^client-role/(?:realm-management|[^:]+-realm):${name}-organizations$`);
const roleOf = (client: string, name: string): string => `client-role/${client}:${name}-organizations`;
/** What an identity provider may be used for, in the order of a normalised list. */
const uses: readonly Json[] = [
  'CLIENT_ASSERTION',
  'EXCHANGE_EXTERNAL_TOKEN',
  'JWT_AUTHORIZATION_GRANT',
  'TRUST_MATERIAL',
  'USER_AUTHENTICATION',
];
const newRoles = ['manage', 'query', 'view'];

/** What Keycloak 26.5 to 26.7 do to a configuration of Keycloak 26.4. */
export const to26_7: readonly Explanation[] = [
  {
    since: [26, 7],
    cause: 'migration',
    why: '26.7 makes the client scope AuthnContextClassRef for SAML',
    source,
    object: 'client-scope/AuthnContextClassRef',
    becomes: appears({
      name: 'AuthnContextClassRef',
      description: 'AuthnContextClassRef Level of Authentiation',
      protocol: 'saml',
      protocolMappers: {
        AuthnContextClassRef: {
          name: 'AuthnContextClassRef',
          protocol: 'saml',
          protocolMapper: 'saml-authn-context-class-ref-mapper',
          consentRequired: false,
        },
      },
    }),
  },
  {
    since: [26, 7],
    cause: 'migration',
    why: '26.7 gives the scope AuthnContextClassRef to every SAML client',
    source,
    object: /^client\//,
    attribute: 'defaultClientScopes',
    where: isSaml,
    becomes: gains('AuthnContextClassRef'),
  },
  {
    since: [26, 7],
    cause: 'migration',
    why: '26.7 gives the scope AuthnContextClassRef to clients that are made later',
    source,
    object: 'scopes-of-new-clients',
    attribute: 'default',
    becomes: gains('AuthnContextClassRef'),
  },
  ...['manage', 'query'].map((name): Explanation => ({
    since: [26, 7],
    cause: 'migration',
    why: '26.7 makes the roles for organizations',
    source: migration('26.7'),
    object: organizationRole(name),
    becomes: appears({
      clientRole: true,

      description: `\${role_${name}-organizations}`,
      name: `${name}-organizations`,
    }),
  })),
  {
    since: [26, 7],
    cause: 'migration',
    why: '26.7 makes the roles for organizations; who may view them may look for them too',
    source: migration('26.7'),
    object: organizationRole('view'),
    becomes: (before, _target, { object }) =>
      before ?? {
        clientRole: true,
        composites: [object.replace(':view-', ':query-')],
        description: '${role_view-organizations}',
        name: 'view-organizations',
      },
  },
  {
    since: [26, 7],
    cause: 'migration',
    why: '26.7 gives the roles for organizations to the administrators of the realm',
    source: migration('26.7'),
    object: 'client-role/realm-management:realm-admin',
    attribute: 'composites',
    becomes: gains(...newRoles.map((name) => roleOf('realm-management', name))),
  },
  {
    since: [26, 7],
    cause: 'migration',
    why: '26.7 gives the roles for organizations of every realm to its administrators',
    source: migration('26.7'),
    object: 'role/admin',
    attribute: 'composites',
    becomes: gainsOf((before) => administered(before).flatMap((client) => newRoles.map((name) => roleOf(client, name)))),
  },
  {
    since: [26, 7],
    cause: 'migration',
    why: '26.7 puts CONFIGURE_TOTP and UPDATE_PASSWORD behind VERIFY_EMAIL',
    source: migration('26.7'),
    object: 'required-action-order',
    attribute: 'order',
    becomes: movesBehind('VERIFY_EMAIL', 'CONFIGURE_TOTP', 'UPDATE_PASSWORD'),
  },
  {
    since: [26, 7],
    cause: 'field',
    why: '26.7 tells what an identity provider may be used for',
    source,
    object: /^identity-provider\//,
    attribute: 'types',
    where: ({ providerId }) => providerId === 'oidc' || providerId === 'keycloak-oidc',
    becomes: appears(uses),
  },
  {
    since: [26, 7],
    cause: 'field',
    why: '26.7 tells what an identity provider may be used for',
    source,
    object: /^identity-provider\//,
    attribute: 'types',
    where: ({ providerId }) => providerId === 'saml',
    becomes: appears(['USER_AUTHENTICATION']),
  },
  {
    since: [26, 7],
    cause: 'field',
    why: '26.7 tells what an identity provider may be used for, which its kind alone decides',
    source,
    object: /^identity-provider\//,
    attribute: 'types',
    where: ({ providerId }) => providerId !== 'saml' && providerId !== 'oidc' && providerId !== 'keycloak-oidc',
    becomes: (before, target) => (before === undefined && isList(target) && target.every((use) => uses.includes(use)) ? target : before),
  },
  {
    since: [26, 7],
    cause: 'field',
    why: '26.7 no longer tells this of identity providers',
    source,
    object: /^identity-provider\//,
    attribute: 'updateProfileFirstLoginMode',
    becomes: goes('on', 'missing', 'off'),
  },
  {
    since: [26, 7],
    cause: 'field',
    why: '26.7 tells that a bearer-only client has a secret',
    source,
    object: /^client\//,
    attribute: 'secret',
    where: ({ bearerOnly }) => bearerOnly === true,
    becomes: (before, target) => (before === undefined && isSecret(target) ? target : before),
  },
  {
    since: [26, 6],
    cause: 'migration',
    why: '26.6 makes a step for organizations in the browser flow',
    source: migration('26.6'),
    object: 'flow/Organization',
    becomes: appears({
      alias: 'Organization',
      executions: { 'Browser - Conditional Organization': { flow: 'Browser - Conditional Organization', requirement: 'CONDITIONAL' } },
      order: ['Browser - Conditional Organization'],
    }),
  },
  {
    since: [26, 6],
    cause: 'migration',
    why: '26.6 makes a step for organizations in the browser flow',
    source: migration('26.6'),
    object: 'flow/Browser - Conditional Organization',
    becomes: appears({
      alias: 'Browser - Conditional Organization',
      description: 'Flow to determine if the organization identity-first login is to be used',
      executions: { 'conditional-user-configured': { requirement: 'REQUIRED' }, organization: { requirement: 'ALTERNATIVE' } },
      order: ['conditional-user-configured', 'organization'],
    }),
  },
  {
    since: [26, 6],
    cause: 'migration',
    why: '26.6 puts the step for organizations into the built-in browser flow; copies stay as they are',
    source: migration('26.6'),
    object: 'flow/browser',
    attribute: 'executions.Organization',
    becomes: appears({ flow: 'Organization', requirement: 'ALTERNATIVE' }),
  },
  {
    since: [26, 6],
    cause: 'migration',
    why: '26.6 puts the step for organizations into the built-in browser flow; copies stay as they are',
    source: migration('26.6'),
    object: 'flow/browser',
    attribute: 'order',
    becomes: inserts('Organization'),
  },
  {
    since: [26, 7],
    cause: 'field',
    why: '26.7 tells this of LDAP group mappers, at its default',
    source,
    object: /^component\/LDAPStorageMapper\//,
    attribute: 'config.decode.group.uuid.attribute',
    where: ({ providerId }) => providerId === 'group-ldap-mapper',
    becomes: appears(['false']),
  },
  setting('maxSecondaryAuthFailures', 0),
  setting('scimApiEnabled', false),
  setting('webAuthnPolicyPasswordlessResidentKey', 'required'),
  setting('webAuthnPolicyResidentKey', 'not specified'),
  {
    since: [26, 7],
    cause: 'default',
    why: '26.7 tells this by webAuthnPolicyPasswordlessResidentKey',
    source,
    object: 'realm',
    attribute: 'webAuthnPolicyPasswordlessRequireResidentKey',
    becomes: turns('Yes', 'not specified'),
  },
];

/** The clients whose realms the role already administers. */
function administered(composites: Json | undefined): readonly string[] {
  if (!Array.isArray(composites)) return [];
  const roles: readonly unknown[] = composites;
  return roles.flatMap((role) => /^client-role\/([^:]+-realm):manage-realm$/.exec(String(role))?.[1] ?? []);
}
