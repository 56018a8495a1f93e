import { identityProviderAlias } from '../applications/catalogue.ts';
import { closedClient, labClients } from './clients.ts';
import type { ApplicationUrl } from './clients.ts';
import type { ClientScopeRepresentation, IdentityProviderRepresentation, RealmRepresentation } from './representation.ts';
import { brokerClientId, clientSecret } from './secrets.ts';
import type { LabSecrets } from './secrets.ts';
import { identityProviderUsers, labUsers } from './users.ts';

/** The realm that the lab's applications log in to. */
export const labRealmName = 'lab';
/** The realm that plays the identity provider of another organisation. */
export const identityProviderRealmName = 'lab-idp';

/** What the realms are made of. */
export interface RealmSettings {
  /** Keycloak's public address, without a slash at the end: `http://127.0.30.1:8080`. */
  readonly publicUrl: string;
  readonly applications: readonly ApplicationUrl[];
  readonly secrets: LabSecrets;
}

/** The issuer of a realm, as it stands in tokens. */
export const issuerOf = (publicUrl: string, realm: string): string => `${publicUrl}/realms/${realm}`;

/**
 * Realm `lab`, for `POST /admin/realms` or `--import-realm`. Client scopes are left out: a representation that names any
 * is a realm without Keycloak's built-in ones. Add `labClientScopes` afterwards.
 */
export function labRealm({ publicUrl, applications, secrets }: RealmSettings): RealmRepresentation {
  return {
    ...watchedRealm(labRealmName, 'Lab'),
    internationalizationEnabled: true,
    supportedLocales: ['en', 'nl', 'fr', 'de'],
    defaultLocale: 'en',
    roles: { realm: [{ name: 'member', description: 'May use the applications' }] },
    groups: [{ name: 'staff', realmRoles: ['member'] }],
    clients: labClients(applications, secrets),
    identityProviders: [brokeredProvider(issuerOf(publicUrl, identityProviderRealmName), secrets)],
    users: labUsers(secrets),
  };
}

/** Realm `lab-idp`: one client, which is realm `lab`, and one user. */
export function identityProviderRealm({ publicUrl, secrets }: Omit<RealmSettings, 'applications'>): RealmRepresentation {
  const endpoint = `${issuerOf(publicUrl, labRealmName)}/broker/${identityProviderAlias}/endpoint`;
  return {
    ...watchedRealm(identityProviderRealmName, 'Identity provider of the lab'),
    clients: [
      {
        ...closedClient(brokerClientId, 'Realm lab'),
        secret: clientSecret(secrets, brokerClientId),
        standardFlowEnabled: true,
        redirectUris: [endpoint],
        attributes: { 'post.logout.redirect.uris': `${endpoint}/logout_response` },
      },
    ],
    users: identityProviderUsers(secrets),
  };
}

/** Client scopes of realm `lab`, for `POST /admin/realms/lab/client-scopes` once the realm is there. */
export const labClientScopes: readonly ClientScopeRepresentation[] = [
  {
    name: 'membership',
    description: 'The realm roles of the user',
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': 'true', 'display.on.consent.screen': 'true' },
    protocolMappers: [
      {
        name: 'membership',
        protocol: 'openid-connect',
        protocolMapper: 'oidc-usermodel-realm-role-mapper',
        config: {
          'claim.name': 'membership',
          'jsonType.label': 'String',
          multivalued: 'true',
          'access.token.claim': 'true',
          'id.token.claim': 'false',
        },
      },
    ],
  },
];

export const watchedRealm = (
  realm: string,
  displayName: string,
): Pick<RealmRepresentation, 'realm' | 'displayName' | 'enabled' | 'sslRequired'> & Partial<RealmRepresentation> => ({
  realm,
  displayName,
  enabled: true,
  // The lab speaks plain HTTP and never leaves the machine.
  sslRequired: 'none',
  bruteForceProtected: true,
  failureFactor: 5,
  eventsEnabled: true,
  eventsExpiration: 7 * 24 * 60 * 60,
  adminEventsEnabled: true,
  adminEventsDetailsEnabled: true,
});

function brokeredProvider(issuer: string, secrets: LabSecrets): IdentityProviderRepresentation {
  const endpoint = (name: string): string => `${issuer}/protocol/openid-connect/${name}`;
  return {
    alias: identityProviderAlias,
    displayName: 'Identity provider of the lab',
    providerId: 'oidc',
    enabled: true,
    trustEmail: true,
    config: {
      issuer,
      authorizationUrl: endpoint('auth'),
      tokenUrl: endpoint('token'),
      userInfoUrl: endpoint('userinfo'),
      logoutUrl: endpoint('logout'),
      jwksUrl: endpoint('certs'),
      useJwksUrl: 'true',
      validateSignature: 'true',
      clientId: brokerClientId,
      clientSecret: clientSecret(secrets, brokerClientId),
      clientAuthMethod: 'client_secret_post',
      defaultScope: 'openid profile email',
      pkceEnabled: 'true',
      pkceMethod: 'S256',
      syncMode: 'IMPORT',
    },
  };
}
