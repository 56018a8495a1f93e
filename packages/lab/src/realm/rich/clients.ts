import type { JsonObject } from '@keycloak-release-gate/core';
import { richSecrets } from './secrets.ts';

/** A client, and what can only be said of it once others are there. */
export interface RichClient {
  readonly representation: JsonObject & { readonly clientId: string };
  /** Aliases of flows of its own, by binding. */
  readonly flows?: Readonly<Record<string, string>>;
  /** Roles that it exposes where it has no full scope. */
  readonly scopeMappings?: readonly string[];
  /** Roles of its service account. */
  readonly serviceAccountRoles?: readonly string[];
  readonly defaultScopes?: readonly string[];
  readonly optionalScopes?: readonly string[];
}

const oidc = { enabled: true, protocol: 'openid-connect', publicClient: false, directAccessGrantsEnabled: false } as const;

/** Clients of OpenID Connect, one for each way in which applications differ. */
export const richClients: readonly RichClient[] = [
  {
    flows: { browser: 'rich browser', direct_grant: 'direct grant' },
    optionalScopes: ['department'],
    representation: {
      ...oidc,
      clientId: 'portal',
      name: 'Portal',
      description: 'What everybody starts with',
      secret: richSecrets.portal,
      clientAuthenticatorType: 'client-secret',
      standardFlowEnabled: true,
      implicitFlowEnabled: false,
      fullScopeAllowed: true,
      frontchannelLogout: false,
      alwaysDisplayInConsole: true,
      rootUrl: 'https://portal.rich.example',
      adminUrl: 'https://portal.rich.example',
      baseUrl: '/start',
      redirectUris: ['https://portal.rich.example/callback', 'https://portal.rich.example/silent'],
      webOrigins: ['https://portal.rich.example', 'https://m.portal.rich.example'],
      attributes: {
        'access.token.lifespan': '180',
        'client.session.idle.timeout': '900',
        'client.session.max.lifespan': '9000',
        'client.offline.session.idle.timeout': '86400',
        'post.logout.redirect.uris': 'https://portal.rich.example/bye##https://portal.rich.example/',
        'backchannel.logout.url': 'https://portal.rich.example/backchannel',
        'backchannel.logout.session.required': 'true',
        'backchannel.logout.revoke.offline.tokens': 'false',
        'pkce.code.challenge.method': 'S256',
        'acr.loa.map': '{"silver":"1","gold":"2"}',
        'default.acr.values': 'silver##gold',
        'minimum.acr.value': 'silver',
        login_theme: 'keycloak',
        logoUri: 'https://portal.rich.example/logo.png',
        policyUri: 'https://portal.rich.example/policy',
        tosUri: 'https://portal.rich.example/terms',
        'use.refresh.tokens': 'true',
        'client_credentials.use_refresh_token': 'false',
        'id.token.signed.response.alg': 'RS256',
        'access.token.signed.response.alg': 'RS256',
        'user.info.response.signature.alg': 'unsigned',
        'request.object.required': 'not required',
        'tls.client.certificate.bound.access.tokens': 'false',
        'require.pushed.authorization.requests': 'false',
        'oauth2.device.authorization.grant.enabled': 'true',
        'oidc.ciba.grant.enabled': 'false',
        'exclude.session.state.from.auth.response': 'false',
      },
      protocolMappers: [
        {
          name: 'groups',
          protocol: 'openid-connect',
          protocolMapper: 'oidc-group-membership-mapper',
          config: {
            'claim.name': 'groups',
            'full.path': 'true',
            'id.token.claim': 'true',
            'access.token.claim': 'true',
            'userinfo.token.claim': 'true',
          },
        },
        {
          name: 'department',
          protocol: 'openid-connect',
          protocolMapper: 'oidc-usermodel-attribute-mapper',
          config: { 'claim.name': 'dept', 'user.attribute': 'department', 'jsonType.label': 'String', 'access.token.claim': 'true' },
        },
      ],
    },
  },
  {
    scopeMappings: ['member', 'portal:reader'],
    representation: {
      ...oidc,
      clientId: 'shop',
      name: 'Shop',
      publicClient: true,
      standardFlowEnabled: true,
      consentRequired: true,
      fullScopeAllowed: false,
      frontchannelLogout: true,
      redirectUris: ['https://shop.rich.example/*', 'http://localhost:3000/*'],
      webOrigins: ['+'],
      attributes: {
        'pkce.code.challenge.method': 'S256',
        'post.logout.redirect.uris': '+',
        'frontchannel.logout.url': 'https://shop.rich.example/frontchannel',
        'consent.screen.text': 'The shop wants to know you',
        'display.on.consent.screen': 'true',
      },
    },
  },
  {
    representation: {
      ...oidc,
      clientId: 'old-app',
      name: 'From before anybody knew better',
      publicClient: true,
      standardFlowEnabled: true,
      implicitFlowEnabled: true,
      directAccessGrantsEnabled: true,
      fullScopeAllowed: true,
      redirectUris: ['https://old.rich.example/*'],
      webOrigins: ['*'],
    },
  },
  {
    scopeMappings: ['auditor'],
    representation: {
      ...oidc,
      clientId: 'interface',
      name: 'Only checks tokens',
      bearerOnly: true,
      fullScopeAllowed: false,
      secret: richSecrets.checker,
    },
  },
  {
    serviceAccountRoles: ['auditor', 'portal:reader', 'realm-management:view-users'],
    representation: {
      ...oidc,
      clientId: 'backend',
      name: 'Backend',
      secret: richSecrets.backend,
      serviceAccountsEnabled: true,
      standardFlowEnabled: false,
      fullScopeAllowed: true,
      attributes: { 'client_credentials.use_refresh_token': 'false', 'access.token.lifespan': '60' },
    },
  },
  {
    representation: {
      ...oidc,
      clientId: 'signed-in-with-a-key',
      name: 'Signs its requests',
      clientAuthenticatorType: 'client-jwt',
      standardFlowEnabled: true,
      fullScopeAllowed: false,
      redirectUris: ['https://signed.rich.example/callback'],
      attributes: {
        'use.jwks.url': 'true',
        'jwks.url': 'https://signed.rich.example/jwks',
        'token.endpoint.auth.signing.alg': 'ES256',
        'request.object.signature.alg': 'ES256',
        'request.uris': 'https://signed.rich.example/request/1##https://signed.rich.example/request/2',
      },
    },
  },
];
