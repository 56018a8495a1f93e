/*
 * The parts of Keycloak's realm representation that the lab writes. Keycloak takes more; see
 * https://www.keycloak.org/docs-api/latest/rest-api/index.html#RealmRepresentation.
 */

export interface RealmRepresentation {
  readonly realm: string;
  readonly enabled: boolean;
  readonly displayName: string;
  readonly sslRequired: 'none' | 'external' | 'all';
  readonly bruteForceProtected?: boolean;
  readonly failureFactor?: number;
  readonly eventsEnabled?: boolean;
  /** Seconds. */
  readonly eventsExpiration?: number;
  readonly adminEventsEnabled?: boolean;
  readonly adminEventsDetailsEnabled?: boolean;
  readonly internationalizationEnabled?: boolean;
  readonly supportedLocales?: readonly string[];
  readonly defaultLocale?: string;
  readonly roles?: { readonly realm: readonly RoleRepresentation[] };
  readonly groups?: readonly GroupRepresentation[];
  readonly clients: readonly ClientRepresentation[];
  readonly identityProviders?: readonly IdentityProviderRepresentation[];
  readonly users: readonly UserRepresentation[];
}

export interface RoleRepresentation {
  readonly name: string;
  readonly description: string;
}

export interface GroupRepresentation {
  readonly name: string;
  readonly realmRoles?: readonly string[];
}

export interface ProtocolMapperRepresentation {
  readonly name: string;
  readonly protocol: 'openid-connect';
  readonly protocolMapper: string;
  readonly config: Readonly<Record<string, string>>;
}

export interface ClientScopeRepresentation {
  readonly name: string;
  readonly description: string;
  readonly protocol: 'openid-connect';
  readonly attributes: Readonly<Record<string, string>>;
  readonly protocolMappers: readonly ProtocolMapperRepresentation[];
}

export interface ClientRepresentation {
  readonly clientId: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly protocol: 'openid-connect' | 'saml';
  readonly publicClient: boolean;
  readonly secret?: string;
  readonly standardFlowEnabled: boolean;
  readonly directAccessGrantsEnabled: false;
  readonly serviceAccountsEnabled: boolean;
  readonly consentRequired: boolean;
  readonly fullScopeAllowed: boolean;
  readonly rootUrl?: string;
  readonly baseUrl?: string;
  readonly redirectUris: readonly string[];
  readonly webOrigins: readonly string[];
  readonly frontchannelLogout?: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly protocolMappers?: readonly ProtocolMapperRepresentation[];
}

export interface IdentityProviderRepresentation {
  readonly alias: string;
  readonly displayName: string;
  readonly providerId: 'oidc';
  readonly enabled: boolean;
  readonly trustEmail: boolean;
  readonly config: Readonly<Record<string, string>>;
}

export interface CredentialRepresentation {
  readonly type: 'password' | 'otp';
  readonly userLabel?: string;
  readonly value?: string;
  readonly temporary?: false;
  /** JSON in a string. */
  readonly secretData?: string;
  readonly credentialData?: string;
}

export interface UserRepresentation {
  readonly id?: string;
  readonly username: string;
  readonly enabled: boolean;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly serviceAccountClientId?: string;
  readonly credentials?: readonly CredentialRepresentation[];
  readonly groups?: readonly string[];
  readonly realmRoles?: readonly string[];
  readonly clientRoles?: Readonly<Record<string, readonly string[]>>;
  readonly federatedIdentities?: readonly {
    readonly identityProvider: string;
    readonly userId: string;
    readonly userName: string;
  }[];
}
