import type { JsonObject } from '@keycloak-release-gate/core';
import type { Explanation } from './explanation.ts';
import { isOidc } from './clients.ts';
import { appears, gains } from './rewrites.ts';

const source = 'recorded: 24.0.5 to 25.0.6';

/** Claims that Keycloak 24 put into every token by itself. */
const basic: JsonObject = {
  name: 'basic',
  description: 'OpenID Connect scope for add all basic claims to the token',
  protocol: 'openid-connect',
  attributes: { 'display.on.consent.screen': 'false', 'include.in.token.scope': 'false' },
  protocolMappers: {
    auth_time: {
      name: 'auth_time',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-usersessionmodel-note-mapper',
      consentRequired: false,
      config: {
        'access.token.claim': 'true',
        'claim.name': 'auth_time',
        'id.token.claim': 'true',
        'introspection.token.claim': 'true',
        'jsonType.label': 'long',
        'user.session.note': 'AUTH_TIME',
      },
    },
    sub: {
      name: 'sub',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-sub-mapper',
      consentRequired: false,
      config: { 'access.token.claim': 'true', 'introspection.token.claim': 'true' },
    },
  },
};

/** What Keycloak 25 does to a configuration of Keycloak 24. */
export const to25: readonly Explanation[] = [
  {
    since: [25, 0],
    cause: 'migration',
    why: '25 makes the client scope basic, for claims that were in every token before',
    source,
    object: 'client-scope/basic',
    becomes: appears(basic),
  },
  {
    since: [25, 0],
    cause: 'migration',
    why: '25 gives the scope basic to every client of OpenID Connect that is not bearer-only',
    source,
    object: /^client\//,
    attribute: 'defaultClientScopes',
    where: (client) => isOidc(client) && client['bearerOnly'] !== true,
    becomes: gains('basic'),
  },
  {
    since: [25, 0],
    cause: 'migration',
    why: '25 gives the scope basic to clients that are made later',
    source,
    object: 'scopes-of-new-clients',
    attribute: 'default',
    becomes: gains('basic'),
  },
  {
    since: [25, 0],
    cause: 'field',
    why: '25 tells whether organizations are on',
    source,
    object: 'realm',
    attribute: 'organizationsEnabled',
    becomes: appears(false),
  },
];
