import type { Json } from '@keycloak-release-gate/core';
import { isOidc, isPublic } from './client-kinds.ts';
import { level, off, on } from './level.ts';
import type { Rule } from './rule.ts';
import { anyOf, gained, lost, members, onlyChanges } from './spots.ts';
import { isOn, textOf } from './values.ts';
import type { Named } from './values.ts';

const hasCodeFlow = (named: Named): boolean => isOidc(named) && isOn(named.object['standardFlowEnabled']);

const publicClient: Rule = {
  id: 'public-client',
  title: 'A client no longer proves that it is itself',
  why: 'A public client has no secret: whoever knows its name may ask for tokens in its name.',
  source: 'RFC 6749 section 2.1; RFC 9700 section 2.5',
  severity: 'fail',
  remedy: 'Switch "Client authentication" of the client on again; it then has another secret.',
  ...onlyChanges(level({ kind: 'client', about: isOidc, attributes: [on('publicClient')], newcomers: false })),
};

/** By a key that only the client has, by a secret that does not travel, by one that does. */
const authenticators = [['client-x509', 'client-jwt'], ['client-secret-jwt'], ['client-secret']];

function authenticationRank(value: Json | undefined): number | undefined {
  const rank = authenticators.findIndex((names) => names.includes(textOf(value)));
  return rank === -1 ? undefined : rank;
}

const clientAuthentication: Rule = {
  id: 'client-authentication-weaker',
  title: 'A client proves that it is itself by something that is easier to steal',
  why: 'A shared secret lies in two places and travels with each request; a signed assertion or a certificate does not.',
  source: 'kcwarden ClientAuthenticationViaMTLSOrJWTRecommended; keycloak-config-verifyer KC-AUTH-002; RFC 9700 section 2.5',
  severity: 'warn',
  remedy: 'Set "Client Authenticator" on the tab Credentials back.',
  ...onlyChanges(
    level({
      kind: 'client',
      about: (named) => isOidc(named) && !isPublic(named),
      attributes: [{ path: ['clientAuthenticatorType'], weakness: authenticationRank }],
      newcomers: false,
    }),
  ),
};

const pkce: Rule = {
  id: 'pkce-not-enforced',
  title: 'A client may log in without PKCE, or with a weaker form of it',
  why: 'An authorization code that is intercepted can then be redeemed by whoever intercepted it.',
  source:
    'kcwarden PublicClientsMustEnforcePKCE, ConfidentialClientShouldEnforcePKCE; keycloak-config-verifyer KC-PKCE-001, 002, 003; RFC 9700 section 2.1.1',
  severity: 'fail',
  remedy: 'Set "PKCE Method" on the client\'s tab Advanced to S256.',
  ...level({
    kind: 'client',
    about: hasCodeFlow,
    byItself: isPublic,
    attributes: [
      {
        path: ['attributes', 'pkce.code.challenge.method'],
        weakness: (value, object) => {
          const rank = ['S256', 'plain', 'none'].indexOf(textOf(value ?? 'none'));
          if (rank <= 0) return rank === 0 ? 0 : undefined;
          return isPublic({ object }) ? rank + 2 : rank;
        },
      },
    ],
  }),
};

const implicitFlow: Rule = {
  id: 'implicit-flow',
  title: 'A client may use the implicit flow',
  why: 'Tokens then stand in addresses, and so in histories, logs and Referer headers.',
  source: 'kcwarden ClientShouldDisableImplicitGrantFlow; keycloak-config-verifyer KC-FLOW-001; RFC 9700 section 2.1.2',
  severity: 'fail',
  remedy: 'Switch "Implicit flow" of the client off.',
  ...level({ kind: 'client', about: isOidc, attributes: [on('implicitFlowEnabled')] }),
};

const passwordGrant: Rule = {
  id: 'password-grant',
  title: 'A client may ask its users for their passwords itself',
  why: 'The application sees the password, and a second factor, a consent or a policy of the login pages is passed by.',
  source:
    'kcwarden PublicClientShouldDisableDirectAccessGrants, ConfidentialClientShouldDisableDirectAccessGrants; keycloak-config-verifyer KC-FLOW-003; RFC 9700 section 2.4',
  severity: 'fail',
  remedy: 'Switch "Direct access grants" of the client off.',
  ...level({ kind: 'client', about: isOidc, attributes: [on('directAccessGrantsEnabled')] }),
};

const consent: Rule = {
  id: 'consent-dropped',
  title: 'A client no longer asks its users for consent',
  why: 'Users then hand their data to the application without being asked.',
  source: 'OpenID Connect Core 1.0 section 3.1.2.4; Keycloak Server Administration Guide, "Consent"',
  severity: 'fail',
  remedy: 'Switch "Consent required" of the client on again.',
  ...onlyChanges(level({ kind: 'client', attributes: [off('consentRequired')], newcomers: false })),
};

const logoutUnheard: Rule = {
  id: 'logout-not-told',
  title: 'An application is no longer told when its users log out',
  why: 'Its own session then goes on after the user logged out everywhere.',
  source: 'OpenID Connect Back-Channel Logout 1.0; OpenID Connect Front-Channel Logout 1.0',
  severity: 'warn',
  remedy: 'Set the "Backchannel logout URL" or "Front-channel logout URL" of the client again.',
  ...anyOf(
    ...['backchannel.logout.url', 'frontchannel.logout.url'].map((name) =>
      lost(
        ['client'],
        (objects) =>
          members(
            'client',
            ['attributes', name],
            () => true,
          )(objects).map(({ object, attribute }) => ({ object, attribute: attribute ?? name })),
        { stays: true },
      ),
    ),
  ),
};

const ownFlow: Rule = {
  id: 'login-flow-of-its-own',
  title: 'A client no longer logs its users in as the realm does',
  why: "A flow of its own takes the place of the realm's, with whatever steps the realm's asks for.",
  source: 'Keycloak Server Administration Guide, "Authentication flow overrides"',
  severity: 'warn',
  remedy: 'Take the flow out of "Authentication flow overrides" on the client\'s tab Advanced.',
  ...onlyChanges(
    gained(
      ['client'],
      (objects) =>
        ['browser', 'direct_grant'].flatMap((binding) =>
          members('client', ['authenticationFlowBindingOverrides', binding], () => true)(objects),
        ),
      { newcomers: false },
    ),
  ),
};

export const clientRules: readonly Rule[] = [
  publicClient,
  clientAuthentication,
  pkce,
  implicitFlow,
  passwordGrant,
  consent,
  logoutUnheard,
  ownFlow,
];
