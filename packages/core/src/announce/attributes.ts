/**
 * The attributes that releases change most, by kind of object: what the admin console calls each, where it stands in the
 * object, and what it holds. Any other is named by its path: `attribute('attributes.acr.loa.map')`.
 */
export interface AttributeName {
  /** The label in the admin console. */
  readonly console: string;
  /** Where it stands, if not under its own name. */
  readonly path?: string;
  readonly holds: 'text' | 'number' | 'yes or no' | 'list' | 'mapping';
}

const text = (console: string, path?: string) => ({ console, holds: 'text', ...pathOf(path) }) as const;
const number = (console: string, path?: string) => ({ console, holds: 'number', ...pathOf(path) }) as const;
const flag = (console: string, path?: string) => ({ console, holds: 'yes or no', ...pathOf(path) }) as const;
const list = (console: string, path?: string) => ({ console, holds: 'list', ...pathOf(path) }) as const;
const mapping = (console: string, path?: string) => ({ console, holds: 'mapping', ...pathOf(path) }) as const;
const pathOf = (path: string | undefined): { readonly path?: string } => (path === undefined ? {} : { path });

export const clientAttributes = {
  enabled: flag('Enabled'),
  name: text('Name'),
  description: text('Description'),
  rootUrl: text('Root URL'),
  baseUrl: text('Home URL'),
  adminUrl: text('Admin URL'),
  redirectUris: list('Valid redirect URIs'),
  webOrigins: list('Web origins'),
  postLogoutRedirectUris: list('Valid post logout redirect URIs', 'attributes.post.logout.redirect.uris'),
  publicClient: flag('Client authentication (off)'),
  secret: text('Client secret'),
  clientAuthenticatorType: text('Client Authenticator'),
  standardFlowEnabled: flag('Standard flow'),
  implicitFlowEnabled: flag('Implicit flow'),
  directAccessGrantsEnabled: flag('Direct access grants'),
  serviceAccountsEnabled: flag('Service accounts roles'),
  authorizationServicesEnabled: flag('Authorization'),
  deviceAuthorizationGrant: text('OAuth 2.0 Device Authorization Grant', 'attributes.oauth2.device.authorization.grant.enabled'),
  pkceMethod: text('PKCE Method', 'attributes.pkce.code.challenge.method'),
  consentRequired: flag('Consent required'),
  fullScopeAllowed: flag('Full scope allowed'),
  frontchannelLogout: flag('Front channel logout'),
  frontchannelLogoutUrl: text('Front-channel logout URL', 'attributes.frontchannel.logout.url'),
  backchannelLogoutUrl: text('Backchannel logout URL', 'attributes.backchannel.logout.url'),
  accessTokenLifespan: text('Access Token Lifespan', 'attributes.access.token.lifespan'),
  clientSessionIdle: text('Client Session Idle', 'attributes.client.session.idle.timeout'),
  clientSessionMax: text('Client Session Max', 'attributes.client.session.max.lifespan'),
  loginTheme: text('Login theme', 'attributes.login_theme'),
  defaultClientScopes: list('Assigned client scopes, Default'),
  optionalClientScopes: list('Assigned client scopes, Optional'),
  bearerOnly: flag('Bearer only'),
  surrogateAuthRequired: flag('Surrogate authentication required'),
} as const;

export const realmAttributes = {
  enabled: flag('Enabled'),
  displayName: text('Display name'),
  displayNameHtml: text('HTML Display name'),
  frontendUrl: text('Frontend URL', 'attributes.frontendUrl'),
  sslRequired: text('Require SSL'),
  registrationAllowed: flag('User registration'),
  resetPasswordAllowed: flag('Forgot password'),
  rememberMe: flag('Remember me'),
  verifyEmail: flag('Verify email'),
  loginWithEmailAllowed: flag('Login with email'),
  duplicateEmailsAllowed: flag('Duplicate emails'),
  editUsernameAllowed: flag('Edit username'),
  registrationEmailAsUsername: flag('Email as username'),
  bruteForceProtected: flag('Brute force detection'),
  permanentLockout: flag('Permanent lockout'),
  failureFactor: number('Max login failures'),
  waitIncrementSeconds: number('Wait increment'),
  maxFailureWaitSeconds: number('Max wait'),
  passwordPolicy: text('Password policy'),
  otpPolicyType: text('OTP type'),
  otpPolicyAlgorithm: text('OTP hash algorithm'),
  otpPolicyDigits: number('Number of digits'),
  defaultSignatureAlgorithm: text('Default Signature Algorithm'),
  revokeRefreshToken: flag('Revoke Refresh Token'),
  refreshTokenMaxReuse: number('Refresh Token Max Reuse'),
  accessTokenLifespan: number('Access Token Lifespan'),
  accessTokenLifespanForImplicitFlow: number('Access Token Lifespan For Implicit Flow'),
  accessCodeLifespan: number('Client Login Timeout'),
  accessCodeLifespanLogin: number('Login timeout'),
  accessCodeLifespanUserAction: number('Login action timeout'),
  ssoSessionIdleTimeout: number('SSO Session Idle'),
  ssoSessionMaxLifespan: number('SSO Session Max'),
  ssoSessionIdleTimeoutRememberMe: number('SSO Session Idle Remember Me'),
  ssoSessionMaxLifespanRememberMe: number('SSO Session Max Remember Me'),
  clientSessionIdleTimeout: number('Client Session Idle'),
  clientSessionMaxLifespan: number('Client Session Max'),
  offlineSessionIdleTimeout: number('Offline Session Idle'),
  offlineSessionMaxLifespanEnabled: flag('Offline Session Max Limited'),
  offlineSessionMaxLifespan: number('Offline Session Max'),
  browserFlow: text('Browser flow'),
  registrationFlow: text('Registration flow'),
  directGrantFlow: text('Direct grant flow'),
  resetCredentialsFlow: text('Reset credentials flow'),
  clientAuthenticationFlow: text('Client authentication flow'),
  firstBrokerLoginFlow: text('First broker login flow'),
  loginTheme: text('Login theme'),
  accountTheme: text('Account theme'),
  adminTheme: text('Admin theme'),
  emailTheme: text('Email theme'),
  internationalizationEnabled: flag('Internationalization'),
  supportedLocales: list('Supported locales'),
  defaultLocale: text('Default locale'),
  organizationsEnabled: flag('Organizations'),
  userManagedAccessAllowed: flag('User-managed access'),
  smtpServer: mapping('Email'),
  browserSecurityHeaders: mapping('Security defenses, Headers'),
} as const;

export const clientScopeAttributes = {
  description: text('Description'),
  protocol: text('Protocol'),
  displayOnConsentScreen: text('Display on consent screen', 'attributes.display.on.consent.screen'),
  consentScreenText: text('Consent screen text', 'attributes.consent.screen.text'),
  includeInTokenScope: text('Include in token scope', 'attributes.include.in.token.scope'),
} as const;

export const roleAttributes = {
  description: text('Role description'),
  /** By kind and name: `role/member`, `client-role/portal:reader`. */
  composites: list('Associated roles'),
} as const;

export const groupAttributes = { roles: list('Role mapping') } as const;

export const flowAttributes = { description: text('Description'), order: list('The order of the executions') } as const;

export const requiredActionAttributes = {
  enabled: flag('Enabled'),
  defaultAction: flag('Set as default action'),
} as const;

export const identityProviderAttributes = {
  enabled: flag('Enabled'),
  displayName: text('Display name'),
  trustEmail: flag('Trust Email'),
  storeToken: flag('Store tokens'),
  linkOnly: flag('Account linking only'),
  hideOnLogin: flag('Hide on login page'),
  firstBrokerLoginFlowAlias: text('First login flow'),
  postBrokerLoginFlowAlias: text('Post login flow'),
  authorizationUrl: text('Authorization URL', 'config.authorizationUrl'),
  tokenUrl: text('Token URL', 'config.tokenUrl'),
  logoutUrl: text('Logout URL', 'config.logoutUrl'),
  userInfoUrl: text('User Info URL', 'config.userInfoUrl'),
  jwksUrl: text('JWKS URL', 'config.jwksUrl'),
  issuer: text('Issuer', 'config.issuer'),
  clientId: text('Client ID', 'config.clientId'),
  clientSecret: text('Client Secret', 'config.clientSecret'),
  defaultScope: text('Scopes', 'config.defaultScope'),
  validateSignature: text('Validate Signatures', 'config.validateSignature'),
  syncMode: text('Sync mode', 'config.syncMode'),
} as const;

export const eventAttributes = {
  eventsEnabled: flag('User events settings, Save events'),
  eventsExpiration: number('User events settings, Expiration'),
  eventsListeners: list('Event listeners'),
  enabledEventTypes: list('Event saved type'),
  adminEventsEnabled: flag('Admin events settings, Save events'),
  adminEventsDetailsEnabled: flag('Include representation'),
} as const;

/** Of a container of the pod template: what its own members are called there. */
export const containerAttributes = {
  image: text('image'),
  imagePullPolicy: text('imagePullPolicy'),
  command: list('command'),
  args: list('args'),
  /** In the words of the snapshot: `ConfigMap keycloak-options`, `Secret keycloak-bootstrap`. */
  envFrom: list('envFrom'),
  startupProbe: mapping('startupProbe'),
  readinessProbe: mapping('readinessProbe'),
  livenessProbe: mapping('livenessProbe'),
  securityContext: mapping('securityContext'),
  lifecycle: mapping('lifecycle'),
} as const;

/** Of the Deployment or StatefulSet itself. */
export const workloadAttributes = {
  strategy: text('strategy', 'strategy.type'),
  minReadySeconds: number('minReadySeconds'),
  progressDeadlineSeconds: number('progressDeadlineSeconds'),
  terminationGracePeriodSeconds: number('terminationGracePeriodSeconds', 'pod.terminationGracePeriodSeconds'),
  serviceAccountName: text('serviceAccountName', 'pod.serviceAccountName'),
  nodeSelector: mapping('nodeSelector', 'pod.nodeSelector'),
  tolerations: list('tolerations', 'pod.tolerations'),
  priorityClassName: text('priorityClassName', 'pod.priorityClassName'),
  imagePullSecrets: list('imagePullSecrets', 'pod.imagePullSecrets'),
} as const;

/** Of an Ingress. */
export const ingressAttributes = { class: text('ingressClassName'), defaultBackend: text('defaultBackend') } as const;
