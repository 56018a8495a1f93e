import type { JsonObject } from '@keycloak-release-gate/core';
import { richSecrets } from './secrets.ts';

/** An identity provider with its mappers. */
export interface RichIdentityProvider {
  readonly representation: JsonObject & { readonly alias: string };
  readonly mappers: readonly JsonObject[];
}

export const richIdentityProviders: readonly RichIdentityProvider[] = [
  {
    representation: {
      alias: 'partner',
      displayName: 'Partner',
      providerId: 'oidc',
      enabled: true,
      trustEmail: true,
      storeToken: false,
      addReadTokenRoleOnCreate: false,
      linkOnly: false,
      firstBrokerLoginFlowAlias: 'first login at the partner',
      postBrokerLoginFlowAlias: 'rich after the partner',
      config: {
        issuer: 'https://login.partner.example',
        authorizationUrl: 'https://login.partner.example/auth',
        tokenUrl: 'https://login.partner.example/token',
        userInfoUrl: 'https://login.partner.example/userinfo',
        logoutUrl: 'https://login.partner.example/logout',
        jwksUrl: 'https://login.partner.example/certs',
        useJwksUrl: 'true',
        validateSignature: 'true',
        clientId: 'rich',
        clientSecret: richSecrets.partner,
        clientAuthMethod: 'client_secret_post',
        defaultScope: 'openid profile',
        pkceEnabled: 'true',
        pkceMethod: 'S256',
        syncMode: 'FORCE',
        guiOrder: '1',
        backchannelSupported: 'true',
      },
    },
    mappers: [
      {
        name: 'department',
        identityProviderAlias: 'partner',
        identityProviderMapper: 'oidc-user-attribute-idp-mapper',
        config: { claim: 'dept', 'user.attribute': 'department', syncMode: 'INHERIT' },
      },
      {
        name: 'everybody is a member',
        identityProviderAlias: 'partner',
        identityProviderMapper: 'oidc-hardcoded-role-idp-mapper',
        config: { role: 'member', syncMode: 'FORCE' },
      },
    ],
  },
  {
    representation: {
      alias: 'ministry',
      displayName: 'Ministry',
      providerId: 'saml',
      enabled: false,
      linkOnly: true,
      config: {
        entityId: 'https://sso.rich.example/realms/rich',
        singleSignOnServiceUrl: 'https://ministry.example/sso',
        singleLogoutServiceUrl: 'https://ministry.example/slo',
        nameIDPolicyFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
        postBindingResponse: 'true',
        postBindingAuthnRequest: 'true',
        wantAuthnRequestsSigned: 'true',
        signatureAlgorithm: 'RSA_SHA256',
        xmlSigKeyInfoKeyNameTransformer: 'KEY_ID',
        principalType: 'SUBJECT',
        validateSignature: 'false',
        syncMode: 'IMPORT',
        allowedClockSkew: '5',
        hideOnLoginPage: 'true',
      },
    },
    mappers: [
      {
        name: 'mail',
        identityProviderAlias: 'ministry',
        identityProviderMapper: 'saml-user-attribute-idp-mapper',
        config: { 'attribute.name': 'mail', 'user.attribute': 'email', syncMode: 'INHERIT' },
      },
    ],
  },
];
