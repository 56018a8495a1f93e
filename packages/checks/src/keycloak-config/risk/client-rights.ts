import { isOidc, isPublic } from './client-kinds.ts';
import { level, off, on, ranked } from './level.ts';
import type { Rule } from './rule.ts';
import { gained, members, onlyChanges } from './spots.ts';
import { isOn } from './values.ts';

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

const offlineAccess: Rule = {
  id: 'offline-access-by-default',
  title: 'Every login at a client gives a token that outlives the session',
  why: 'With offline_access as a default scope, each login leaves an offline token behind that no logout ends.',
  source: 'kcwarden ClientWithDefaultOfflineAccessScope',
  severity: 'fail',
  remedy: 'Make the scope offline_access optional on the tab "Client scopes".',
  ...gained(['client', 'scopes-of-new-clients'], (objects) => [
    ...members('client', ['defaultClientScopes'], (scope) => scope === 'offline_access')(objects),
    ...members('scopes-of-new-clients', ['default'], (scope) => scope === 'offline_access')(objects),
  ]),
};

const offlinePossible: Rule = {
  id: 'offline-access-possible',
  title: 'A client may ask for tokens that outlive the session',
  why: 'An offline token works for weeks after the logout, for whoever has it.',
  source: 'kcwarden ClientWithOptionalOfflineAccessScope; OpenID Connect Core 1.0 section 11',
  severity: 'warn',
  remedy: 'Take the scope offline_access out of the tab "Client scopes" of the client.',
  // Keycloak gives it to every new client.
  ...onlyChanges(
    gained(
      ['client'],
      members('client', ['optionalClientScopes'], (scope) => scope === 'offline_access'),
      { newcomers: false },
    ),
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
    attributes: [
      'standard.token.exchange.enabled',
      'oauth2.jwt.authorization.grant.enabled',
      'oauth2.device.authorization.grant.enabled',
    ].map((name) => on('attributes', name)),
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

const decisions: Rule = {
  id: 'authorization-decides-easier',
  title: 'An application is let through where its policies said no',
  why: 'What is asked of the authorization services is then allowed without a policy, or by one that agrees where all had to.',
  source: 'Keycloak Authorization Services Guide, "Resource server settings"',
  severity: 'fail',
  remedy: 'Set "Policy enforcement mode" and "Decision strategy" back on the tab Authorization of the client.',
  ...onlyChanges(
    level({
      kind: 'authorization',
      attributes: [
        ranked(['ENFORCING', 'PERMISSIVE', 'DISABLED'], ['policyEnforcementMode']),
        ranked(['UNANIMOUS', 'CONSENSUS', 'AFFIRMATIVE'], ['decisionStrategy']),
      ],
      newcomers: false,
    }),
  ),
};

export const clientRightRules: readonly Rule[] = [
  fullScope,
  offlineAccess,
  offlinePossible,
  serviceAccount,
  tokenExchange,
  boundTokens,
  decisions,
];
