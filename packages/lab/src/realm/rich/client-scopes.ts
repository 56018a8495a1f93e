import type { JsonObject } from '@keycloak-release-gate/core';

const mapper = (name: string, protocolMapper: string, config: JsonObject, protocol = 'openid-connect'): JsonObject => ({
  name,
  protocol,
  protocolMapper,
  config,
});

const inTokens = { 'access.token.claim': 'true', 'id.token.claim': 'true', 'userinfo.token.claim': 'true' };

/** A client scope, and what becomes of it for new clients. */
export interface RichClientScope {
  readonly representation: JsonObject & { readonly name: string };
  readonly ofNewClients?: 'default' | 'optional';
  /** Realm roles that the scope exposes. */
  readonly roles?: readonly string[];
}

export const richClientScopes: readonly RichClientScope[] = [
  {
    ofNewClients: 'default',
    representation: {
      name: 'membership',
      description: 'The roles of the user',
      protocol: 'openid-connect',
      attributes: {
        'include.in.token.scope': 'true',
        'display.on.consent.screen': 'true',
        'consent.screen.text': 'Your membership',
        'gui.order': '20',
      },
      protocolMappers: [
        mapper('membership', 'oidc-usermodel-realm-role-mapper', {
          ...inTokens,
          'claim.name': 'membership',
          'jsonType.label': 'String',
          multivalued: 'true',
        }),
        mapper('level', 'oidc-hardcoded-claim-mapper', {
          ...inTokens,
          'claim.name': 'level',
          'claim.value': '3',
          'jsonType.label': 'int',
        }),
      ],
    },
  },
  {
    ofNewClients: 'optional',
    roles: ['auditor'],
    representation: {
      name: 'department',
      description: 'Where the user works',
      protocol: 'openid-connect',
      attributes: { 'include.in.token.scope': 'false', 'display.on.consent.screen': 'false' },
      protocolMappers: [
        mapper('department', 'oidc-usermodel-attribute-mapper', {
          ...inTokens,
          'claim.name': 'department',
          'user.attribute': 'department',
          'jsonType.label': 'String',
          multivalued: 'false',
          'aggregate.attrs': 'false',
        }),
        mapper('portal audience', 'oidc-audience-mapper', {
          'included.client.audience': 'portal',
          'access.token.claim': 'true',
          'id.token.claim': 'false',
        }),
      ],
    },
  },
  {
    representation: {
      name: 'saml_department',
      description: 'Where the user works, in SAML',
      protocol: 'saml',
      attributes: { 'display.on.consent.screen': 'true' },
      protocolMappers: [
        mapper(
          'department',
          'saml-user-attribute-mapper',
          {
            'user.attribute': 'department',
            'attribute.name': 'department',
            'attribute.nameformat': 'Basic',
            'friendly.name': 'department',
          },
          'saml',
        ),
      ],
    },
  },
];
