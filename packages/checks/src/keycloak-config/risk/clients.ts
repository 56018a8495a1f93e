import type { Rule } from './rule.ts';
import { isOn } from './values.ts';
import type { Named } from './values.ts';
import { level, off, on, ranked } from './level.ts';
import { anyOf, gained, lost, members, onlyChanges } from './spots.ts';

const isOidc = ({ object }: Named): boolean => object['protocol'] !== 'saml' && !isOn(object['bearerOnly']);
const isPublic = ({ object }: Pick<Named, 'object'>): boolean => isOn(object['publicClient']);
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
      attributes: [
        {
          path: ['clientAuthenticatorType'],
          weakness: (value) => ({ 'client-x509': 0, 'client-jwt': 0, 'client-secret-jwt': 1, 'client-secret': 2 })[String(value)],
        },
      ],
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
          const rank = ['S256', 'plain', 'none'].indexOf(String(value ?? 'none'));
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

const fullScope: Rule = {
  id: 'full-scope',
  title: "All of a user's roles go into the tokens of a client",
  why: 'The client can then do in the name of an administrator whatever that administrator may do.',
  source: 'kcwarden ClientWithFullScopeAllowed; keycloak-config-verifyer KC-TOKEN-003; RFC 9700 section 2.3',
  severity: 'fail',
  remedy: 'Switch "Full scope allowed" of the client\'s dedicated scope off.',
  ...level({
    kind: 'client',
    about: ({ object }) => !isOn(object['bearerOnly']),
    attributes: [on('fullScopeAllowed')],
    newcomers: false,
  }),
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

const offlineAccess: Rule = {
  id: 'offline-access-by-default',
  title: 'Every login at a client gives a token that outlives the session',
  why: 'With offline_access as a default scope, each login leaves an offline token behind that no logout ends.',
  source: 'kcwarden ClientWithDefaultOfflineAccessScope',
  severity: 'fail',
  remedy: 'Make the scope offline_access optional on the tab "Client scopes".',
  ...gained(
    ['client', 'scopes-of-new-clients'],
    (objects) => [
      ...members('client', ['defaultClientScopes'], (scope) => scope === 'offline_access')(objects),
      ...members('scopes-of-new-clients', ['default'], (scope) => scope === 'offline_access')(objects),
    ],
  ),
};

const serviceAccount: Rule = {
  id: 'service-account-beside-logins',
  title: 'A client that people log in to got an account of its own',
  why: 'One secret then opens both: what people may do in the application, and what the application may do by itself.',
  source: 'kcwarden ClientWithServiceAccountAndOtherFlowEnabled',
  severity: 'warn',
  remedy: 'Switch "Service accounts roles" of the client off, or give the service a client of its own.',
  ...level({
    kind: 'client',
    about: (named) => isOidc(named) && !isPublic(named),
    attributes: [
      {
        path: ['serviceAccountsEnabled'],
        weakness: (value, object) =>
          isOn(value) && ['standardFlowEnabled', 'implicitFlowEnabled', 'directAccessGrantsEnabled'].some((flow) => isOn(object[flow]))
            ? 1
            : 0,
      },
    ],
  }),
};

const tokenExchange: Rule = {
  id: 'token-exchange',
  title: 'A client may exchange tokens for others',
  why: "A token that was meant for one application becomes one for another, without the user's doing.",
  source: 'RFC 8693 section 5; Keycloak guide "Configuring and using token exchange"',
  severity: 'warn',
  remedy: 'Switch "Standard Token Exchange" (or "JWT Authorization Grant", "Device authorization grant") of the client off.',
  ...level({
    kind: 'client',
    about: isOidc,
    attributes: ['standard.token.exchange.enabled', 'oauth2.jwt.authorization.grant.enabled', 'oauth2.device.authorization.grant.enabled'].map(
      (name) => on('attributes', name),
    ),
  }),
};

const boundTokens: Rule = {
  id: 'token-binding-dropped',
  title: 'A client no longer has to protect its requests and tokens as it had to',
  why: 'A token that is bound to a key or a certificate is of no use to a thief; a pushed or signed request cannot be changed on the way.',
  source: 'RFC 9449 (DPoP); RFC 8705 (mutual TLS); RFC 9126 (pushed requests); RFC 9700 section 2.2.1',
  severity: 'fail',
  remedy: 'Switch it on again on the tabs Settings or Advanced of the client.',
  ...onlyChanges(
    level({
      kind: 'client',
      about: isOidc,
      attributes: [
        ...['dpop.bound.access.tokens', 'tls.client.certificate.bound.access.tokens', 'require.pushed.authorization.requests'].map((name) =>
          off('attributes', name),
        ),
        ranked(
          ['request only', 'request_uri only', 'request or request_uri', 'not required'],
          ['attributes', 'request.object.required'],
          'not required',
        ),
        on('attributes', 'allow.token.introspection.without.audience.check'),
      ],
      newcomers: false,
    }),
  ),
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
        (objects) => members('client', ['attributes', name], () => true)(objects).map(({ object, attribute }) => ({ object, attribute: attribute ?? name })),
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
        ['browser', 'direct_grant'].flatMap((binding) => members('client', ['authenticationFlowBindingOverrides', binding], () => true)(objects)),
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
  fullScope,
  consent,
  offlineAccess,
  serviceAccount,
  tokenExchange,
  boundTokens,
  logoutUnheard,
  ownFlow,
];
