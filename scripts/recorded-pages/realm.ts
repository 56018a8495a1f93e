import type { AdminRequest } from '../../packages/lab/src/keycloak/admin-api.ts';
import { isRepresentation } from '../../packages/checks/src/keycloak-config/reading/representation.ts';

/** The realm whose pages are recorded, and the one that plays another organisation. */
export const pagesRealm = 'pages';
const partnerRealm = 'pages-partner';
/** One for all users: nothing but these pages is behind it. */
export const password = 'A password for pages 1';
/** Where applications are: nothing answers there, and nothing needs to. */
export const nowhere = 'http://127.0.0.1:9/callback';

const person = (username: string, more: object = {}): object => ({
  username,
  enabled: true,
  email: `${username}@pages.example`,
  emailVerified: true,
  firstName: 'Test',
  lastName: username,
  credentials: [{ type: 'password', value: password, temporary: false }],
  ...more,
});

const withCode = {
  credentials: [
    { type: 'password', value: password, temporary: false },
    {
      type: 'otp',
      secretData: JSON.stringify({ value: 'JBSWY3DPEHPK3PXP' }),
      credentialData: JSON.stringify({
        subType: 'totp',
        digits: 6,
        counter: 0,
        period: 30,
        algorithm: 'HmacSHA1',
        secretEncoding: 'BASE32',
      }),
    },
  ],
};

const client = (clientId: string, more: object = {}): object => ({
  clientId,
  publicClient: true,
  standardFlowEnabled: true,
  redirectUris: [nowhere],
  ...more,
});

/** What each user has to do first, by the user's name. */
export const actions: Readonly<Record<string, string>> = {
  'update-password': 'UPDATE_PASSWORD',
  'config-totp': 'CONFIGURE_TOTP',
  'update-profile': 'UPDATE_PROFILE',
  terms: 'TERMS_AND_CONDITIONS',
  'webauthn-register': 'webauthn-register',
};

/** Makes both realms, with a flow for each page that Keycloak's own flow does not come by. */
export async function makeRealms(request: AdminRequest, baseUrl: string): Promise<void> {
  const common = {
    enabled: true,
    sslRequired: 'none',
    internationalizationEnabled: true,
    supportedLocales: ['en', 'nl', 'fr', 'de'],
    defaultLocale: 'en',
  };
  await request('/realms', {
    method: 'POST',
    body: {
      ...common,
      realm: partnerRealm,
      clients: [{ ...client('pages'), redirectUris: ['*'], publicClient: false, secret: 'secret-of-pages' }],
      users: [person('linked')],
    },
  });
  const issuer = `${baseUrl}/realms/${partnerRealm}`;
  const at = (name: string): string => `${issuer}/protocol/openid-connect/${name}`;
  await request('/realms', {
    method: 'POST',
    body: {
      ...common,
      realm: pagesRealm,
      bruteForceProtected: true,
      failureFactor: 3,
      clients: [client('pages'), client('pages-consent', { consentRequired: true })],
      users: [
        ...['plain', 'linked', 'locked', 'mistypes'].map((name) => person(name)),
        person('with-code', withCode),
        ...Object.entries(actions).map(([name, action]) => person(name, { requiredActions: [action] })),
      ],
      identityProviders: [
        {
          alias: 'partner',
          providerId: 'oidc',
          enabled: true,
          config: {
            clientId: 'pages',
            clientSecret: 'secret-of-pages',
            clientAuthMethod: 'client_secret_post',
            authorizationUrl: at('auth'),
            tokenUrl: at('token'),
            userInfoUrl: at('userinfo'),
            jwksUrl: at('certs'),
            issuer,
            useJwksUrl: 'true',
            validateSignature: 'true',
            defaultScope: 'openid profile email',
          },
        },
      ],
    },
  });
  await enableActions(request);
  await withFlow(request, 'pages-username-first', ['auth-username-form', 'auth-password-form']);
  await withFlow(request, 'pages-session-limit', ['auth-username-password-form', 'user-session-limits']);
}

/** Some required actions are off until somebody switches them on. */
async function enableActions(request: AdminRequest): Promise<void> {
  for (const alias of Object.values(actions)) {
    const path = `/realms/${pagesRealm}/authentication/required-actions/${alias}`;
    const action = await request(path);
    if (isRepresentation(action)) await request(path, { method: 'PUT', body: { ...action, enabled: true } });
  }
}

/** A client of this name, with a flow of its own that goes through these authenticators. */
async function withFlow(request: AdminRequest, name: string, authenticators: readonly string[]): Promise<void> {
  const path = `/realms/${pagesRealm}/authentication`;
  await request(`${path}/flows`, { method: 'POST', body: { alias: name, providerId: 'basic-flow', topLevel: true, builtIn: false } });
  for (const provider of authenticators)
    await request(`${path}/flows/${name}/executions/execution`, { method: 'POST', body: { provider } });
  for (const execution of listOf(await request(`${path}/flows/${name}/executions`))) {
    await request(`${path}/flows/${name}/executions`, { method: 'PUT', body: { ...execution, requirement: 'REQUIRED' } });
    if (execution['providerId'] === 'user-session-limits')
      await request(`${path}/executions/${String(execution['id'])}/config`, {
        method: 'POST',
        body: { alias: 'one-session', config: { userRealmLimit: '1', userClientLimit: '1', behavior: 'Deny new session' } },
      });
  }
  const flow = listOf(await request(`${path}/flows`)).find(({ alias }) => alias === name);
  await request(`/realms/${pagesRealm}/clients`, {
    method: 'POST',
    body: client(name, { authenticationFlowBindingOverrides: { browser: flow?.['id'] } }),
  });
}

/** Nothing is held against anybody any more. */
export const forgive = async (request: AdminRequest): Promise<void> =>
  void (await request(`/realms/${pagesRealm}/attack-detection/brute-force/users`, { method: 'DELETE' }));

/** The names of the login themes that the server has. */
export async function loginThemes(request: AdminRequest): Promise<readonly string[]> {
  const info = await request('/serverinfo');
  const themes = isRepresentation(info) && isRepresentation(info['themes']) ? listOf(info['themes']['login']) : [];
  return themes.map(({ name }) => String(name)).filter((name) => name === 'keycloak' || name === 'keycloak.v2');
}

export async function setTheme(request: AdminRequest, theme: string): Promise<void> {
  for (const realm of [pagesRealm, partnerRealm]) {
    const found = await request(`/realms/${realm}`);
    if (isRepresentation(found)) await request(`/realms/${realm}`, { method: 'PUT', body: { ...found, loginTheme: theme } });
  }
}

const listOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(isRepresentation) : [];
