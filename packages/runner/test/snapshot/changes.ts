/**
 * Changes of a rich realm, one attribute each, as an administrator makes them: an object is read from `path`, one member is given
 * another value, and the whole is written back.
 */
export interface ChangedObject {
  /** Its key in a snapshot. */
  readonly key: string;
  /** Where it is found: a list's path, with the member and the value that tell it apart; or a path alone. */
  readonly find: readonly [path: string] | readonly [path: string, member: string, value: string];
  /** Where it is written back, when not at the list's path and its id. */
  readonly put?: (id: string) => string;
  /** Paths inside of it; `a/b` is b inside of a, as names may hold points. The value is made from the one that is there. */
  readonly attributes: readonly string[];
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const clientAttributes = [
  'access.token.lifespan',
  'client.session.idle.timeout',
  'client.session.max.lifespan',
  'client.offline.session.idle.timeout',
  'backchannel.logout.url',
  'backchannel.logout.session.required',
  'use.refresh.tokens',
  'oauth2.device.authorization.grant.enabled',
  'require.pushed.authorization.requests',
  'exclude.session.state.from.auth.response',
  'tls.client.certificate.bound.access.tokens',
  'policyUri',
  'logoUri',
  'tosUri',
  'oidc.ciba.grant.enabled',
];

export const changedObjects: readonly ChangedObject[] = [
  {
    key: 'realm',
    find: [''],
    attributes: words(`
      displayName displayNameHtml registrationAllowed rememberMe verifyEmail resetPasswordAllowed editUsernameAllowed
      revokeRefreshToken refreshTokenMaxReuse accessTokenLifespan ssoSessionIdleTimeout accessTokenLifespanForImplicitFlow ssoSessionMaxLifespan ssoSessionIdleTimeoutRememberMe
      offlineSessionIdleTimeout offlineSessionMaxLifespanEnabled offlineSessionMaxLifespan clientSessionIdleTimeout clientSessionMaxLifespan accessCodeLifespan accessCodeLifespanUserAction
      accessCodeLifespanLogin actionTokenGeneratedByAdminLifespan actionTokenGeneratedByUserLifespan bruteForceProtected permanentLockout failureFactor waitIncrementSeconds
      maxFailureWaitSeconds maxDeltaTimeSeconds quickLoginCheckMilliSeconds minimumQuickLoginWaitSeconds otpPolicyDigits otpPolicyPeriod otpPolicyLookAheadWindow
      otpPolicyCodeReusable webAuthnPolicyRpEntityName webAuthnPolicyCreateTimeout webAuthnPolicyAvoidSameAuthenticatorRegister webAuthnPolicyPasswordlessRpEntityName userManagedAccessAllowed supportedLocales
      passwordPolicy attributes/owner attributes/frontendUrl browserSecurityHeaders/contentSecurityPolicy browserSecurityHeaders/strictTransportSecurity smtpServer/host smtpServer/port
      smtpServer/from smtpServer/replyTo smtpServer/starttls smtpServer/user
    `),
  },
  { key: 'events', find: [''], attributes: ['eventsEnabled', 'eventsExpiration', 'adminEventsEnabled', 'adminEventsDetailsEnabled'] },
  {
    key: 'client/portal',
    find: ['/clients', 'clientId', 'portal'],
    attributes: [
      ...words(`
      name description rootUrl adminUrl baseUrl enabled alwaysDisplayInConsole
      redirectUris webOrigins consentRequired standardFlowEnabled implicitFlowEnabled directAccessGrantsEnabled frontchannelLogout
      notBefore fullScopeAllowed surrogateAuthRequired nodeReRegistrationTimeout
    `),
      ...clientAttributes.map((name) => `attributes/${name}`),
    ],
  },
  { key: 'client/shop', find: ['/clients', 'clientId', 'shop'], attributes: ['name', 'enabled', 'redirectUris', 'webOrigins'] },
  { key: 'client/urn:rich:archive', find: ['/clients', 'clientId', 'urn:rich:archive'], attributes: ['enabled', 'redirectUris'] },
  {
    key: 'client-scope/department',
    find: ['/client-scopes', 'name', 'department'],
    attributes: ['description', 'attributes/include.in.token.scope', 'attributes/display.on.consent.screen'],
  },
  {
    key: 'role/employee',
    find: ['/roles', 'name', 'employee'],
    put: (id) => `/roles-by-id/${id}`,
    attributes: ['description', 'attributes/level'],
  },
  { key: 'group/staff', find: ['/groups', 'name', 'staff'], attributes: ['attributes/site'] },
  {
    key: 'identity-provider/partner',
    find: ['/identity-provider/instances/partner'],
    attributes: words(`
      displayName enabled trustEmail storeToken linkOnly addReadTokenRoleOnCreate config/authorizationUrl
      config/tokenUrl config/userInfoUrl config/logoutUrl config/jwksUrl config/issuer config/clientId config/defaultScope
      config/validateSignature config/guiOrder
    `),
  },
  {
    key: 'identity-provider-mapper/partner:department',
    find: ['/identity-provider/instances/partner/mappers', 'name', 'department'],
    attributes: ['config/claim', 'config/user.attribute'],
  },
  {
    key: 'component/UserStorageProvider/directory',
    find: ['/components', 'name', 'directory'],
    attributes: ['usersDn', 'bindDn', 'connectionUrl', 'pagination', 'trustEmail', 'batchSizeForSync', 'priority', 'maxLifespan'].map(
      (name) => `config/${name}`,
    ),
  },
  {
    key: 'component/LDAPStorageMapper/directory/email',
    find: ['/components', 'name', 'email'],
    attributes: ['config/ldap.attribute', 'config/is.mandatory.in.ldap', 'config/user.model.attribute'],
  },
  { key: 'component/KeyProvider/elliptic', find: ['/components', 'name', 'elliptic'], attributes: ['config/priority'] },
  {
    key: 'component/ClientRegistrationPolicy/authenticated/only our hosts',
    find: ['/components', 'name', 'only our hosts'],
    attributes: ['config/trusted-hosts', 'config/client-uris-must-match'],
  },
  {
    key: 'required-action/TERMS_AND_CONDITIONS',
    find: ['/authentication/required-actions/TERMS_AND_CONDITIONS'],
    attributes: ['name', 'enabled', 'defaultAction'],
  },
  { key: 'user-profile', find: ['/users/profile'], attributes: ['attributes/department/displayName', 'attributes/phone/multivalued'] },
  { key: 'client-policies', find: ['/client-policies/policies'], attributes: ['policies/anybody/enabled', 'policies/anybody/description'] },
  { key: 'client-profiles', find: ['/client-policies/profiles'], attributes: ['profiles/careful/description'] },
  {
    key: 'organization/ministry',
    find: ['/organizations', 'name', 'Ministry'],
    // It is found by its name: that one last.
    attributes: ['description', 'redirectUrl', 'attributes/contract', 'name'],
  },
  {
    key: 'flow/rich browser',
    find: ['/authentication/flows', 'alias', 'rich browser'],
    attributes: ['description'],
  },
];
