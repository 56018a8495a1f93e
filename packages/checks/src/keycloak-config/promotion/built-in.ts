import type { Json } from '@keycloak-release-gate/core';
import type { Difference } from '../diff/difference.ts';
import { isObject, same } from '../diff/same.ts';

/* What realms are built with, by the version that they are built on: recorded on realms of 24.0.5, 26.4.0 and 26.7.4. */

const step = (requirement: string): Json => ({ requirement });
const conditional = (what: string, executions: Readonly<Record<string, Json>>, order: readonly string[]): Json => ({
  description: `Flow to determine if ${what}`,
  executions,
  order: [...order],
});

const oneTimeCode = conditional(
  'the OTP is required for the authentication',
  { 'conditional-user-configured': step('REQUIRED'), 'auth-otp-form': step('REQUIRED') },
  ['conditional-user-configured', 'auth-otp-form'],
);
const secondFactor = (alias: string): Json =>
  conditional(
    'any 2FA is required for the authentication',
    {
      'conditional-user-configured': step('REQUIRED'),
      'conditional-credential': { requirement: 'REQUIRED', config: { alias, values: { credentials: 'webauthn-passwordless' } } },
      'auth-otp-form': step('ALTERNATIVE'),
      'webauthn-authenticator': step('DISABLED'),
      'auth-recovery-authn-code-form': step('DISABLED'),
    },
    ['conditional-user-configured', 'conditional-credential', 'auth-otp-form', 'webauthn-authenticator', 'auth-recovery-authn-code-form'],
  );

/** Flows, by the end of their names: a flow that was copied has those inside of it under its own name before theirs. */
const older: Readonly<Record<string, Json>> = {
  'Browser - Conditional OTP': oneTimeCode,
  'First broker login - Conditional OTP': oneTimeCode,
};
const newer: Readonly<Record<string, Json>> = {
  'Browser - Conditional 2FA': secondFactor('browser-conditional-credential'),
  'First broker login - Conditional 2FA': secondFactor('first-broker-login-conditional-credential'),
  'First Broker Login - Conditional Organization': conditional(
    'the authenticator that adds organization members is to be used',
    { 'conditional-user-configured': step('REQUIRED'), 'idp-add-organization-member': step('REQUIRED') },
    ['conditional-user-configured', 'idp-add-organization-member'],
  ),
  'Browser - Conditional Organization': conditional(
    'the organization identity-first login is to be used',
    { 'conditional-user-configured': step('REQUIRED'), organization: step('ALTERNATIVE') },
    ['conditional-user-configured', 'organization'],
  ),
  Organization: {
    executions: { 'Browser - Conditional Organization': { flow: 'Browser - Conditional Organization', requirement: 'CONDITIONAL' } },
    order: ['Browser - Conditional Organization'],
  },
};

/** True for a line from an older realm to a newer one that is one of these flows, or the step that leads to it, just as it is built. */
export function isBuiltFlow({ object, attribute, before, after }: Difference): boolean {
  if (!object.startsWith('flow/') || (before !== undefined && after !== undefined)) return false;
  const table = after === undefined ? older : newer;
  const value = after ?? before;
  if (!isObject(value)) return false;
  if (attribute === undefined) {
    const name = object.slice('flow/'.length);
    return Object.entries(table).some(([end, built]) => endsWith(name, end) && same(builtAs(value, name.slice(0, -end.length)), built));
  }
  const name = attribute.startsWith('executions.') ? attribute.slice('executions.'.length) : '';
  const requirement = endsWith(name, 'Organization') && !name.includes('Conditional') ? 'ALTERNATIVE' : 'CONDITIONAL';
  return Object.keys(table).some((end) => endsWith(name, end)) && same(value, { flow: name, requirement });
}

const endsWith = (name: string, end: string): boolean => name === end || name.endsWith(` ${end}`);

/** The flow as it is built in: without its name, which of a copy stands before those inside of it too, and without the numbers of its order. */
function builtAs(flow: Readonly<Record<string, Json | undefined>>, prefix: string): Json {
  const { alias: _alias, numbers: _numbers, ...built } = flow;
  const text = JSON.stringify(built);
  return JSON.parse(prefix === '' ? text : text.replaceAll(JSON.stringify(prefix).slice(1, -1), '')) as Json;
}

/** Whole objects that newer realms are built with. */
const objects: readonly (readonly [RegExp, Json])[] = [
  [
    /^required-action\/CONFIGURE_RECOVERY_AUTHN_CODES$/,
    {
      alias: 'CONFIGURE_RECOVERY_AUTHN_CODES',
      defaultAction: false,
      enabled: true,
      name: 'Recovery Authentication Codes',
      providerId: 'CONFIGURE_RECOVERY_AUTHN_CODES',
    },
  ],
  [
    /^required-action\/UPDATE_EMAIL$/,
    { alias: 'UPDATE_EMAIL', defaultAction: false, enabled: false, name: 'Update Email', providerId: 'UPDATE_EMAIL' },
  ],
  [
    /^component\/LDAPStorageMapper\/[^/]+\/Kerberos principal attribute mapper$/,
    { name: 'Kerberos principal attribute mapper', providerId: 'kerberos-principal-attribute-mapper' },
  ],
  [
    /^client-scope\/organization$/,
    {
      name: 'organization',
      description: 'Additional claims about the organization a subject belongs to',
      protocol: 'openid-connect',
      attributes: {
        'consent.screen.text': '${organizationScopeConsentText}',
        'display.on.consent.screen': 'true',
        'include.in.token.scope': 'true',
      },
      protocolMappers: {
        organization: {
          name: 'organization',
          protocol: 'openid-connect',
          protocolMapper: 'oidc-organization-membership-mapper',
          consentRequired: false,
          config: {
            'access.token.claim': 'true',
            'claim.name': 'organization',
            'id.token.claim': 'true',
            'introspection.token.claim': 'true',
            'jsonType.label': 'String',
            multivalued: 'true',
          },
        },
      },
    },
  ],
  [
    /^client-scope\/saml_organization$/,
    {
      name: 'saml_organization',
      description: 'Organization Membership',
      protocol: 'saml',
      attributes: { 'display.on.consent.screen': 'false' },
      protocolMappers: {
        organization: {
          name: 'organization',
          protocol: 'saml',
          protocolMapper: 'saml-organization-membership-mapper',
          consentRequired: false,
        },
      },
    },
  ],
  ...['anonymous', 'authenticated'].map(
    (subType) =>
      [
        new RegExp(`^component/ClientRegistrationPolicy/${subType}/Allowed Registration Web Origins$`),
        { name: 'Allowed Registration Web Origins', providerId: 'registration-web-origins', subType },
      ] as const,
  ),
];

/** True for a line from an older realm to a newer one that is one of these objects, just as it is built. */
export const isBuiltObject = ({ object, attribute, before, after }: Difference): boolean =>
  (object === 'flow/clients' && attribute === 'executions.federated-jwt' && before === undefined && same(after, step('ALTERNATIVE'))) ||
  (attribute === undefined && before === undefined && objects.some(([name, built]) => name.test(object) && same(after, built)));
