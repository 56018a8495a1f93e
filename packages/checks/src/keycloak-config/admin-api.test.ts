import { createServer } from 'node:http';
import type { RequestListener, Server, ServerResponse } from 'node:http';
import { Environment } from '@keycloak-release-gate/core';
import type { CollectContext } from '@keycloak-release-gate/core';
import { afterEach, expect, test } from 'vitest';
import { RealmMissing, Unseen, adminApi } from './admin-api.ts';
import type { AdminApi } from './admin-api.ts';

/* What stands between the gate and Keycloak may answer in its place. These are such answers, from a server of the test's own. */

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

const context = (adminUrl: string): CollectContext<unknown> => ({
  run: {
    suite: 'health',
    environment: Environment.parse({
      id: 'acc',
      title: 'Acceptance',
      keycloak: { publicUrl: adminUrl, adminUrl, realms: ['sso'] },
      gate: { admin: { realm: 'sso', clientId: 'release-gate', secret: { secret: 'variable', name: 'SECRET' } } },
    }),
  },
  signal: AbortSignal.timeout(10_000),
  looks: {},
  secret: () => 'the-client-secret',
  stateFolder: '',
  conceal: () => undefined,
  attach: () => '',
  shared: async (_key, create) => create(),
});

const connect = async (answer: RequestListener): Promise<AdminApi> => adminApi('sso', context(await listen(answer)));

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** Gives a token, and answers everything else with `rest`. */
const loggedIn =
  (rest: RequestListener, seconds = 300): RequestListener =>
  (request, response) =>
    request.url?.endsWith('/token') ? json(response, 200, { access_token: 'a-token', expires_in: seconds }) : rest(request, response);

const gapOf = async (reading: Promise<unknown>): Promise<{ code: string; reason: string }> => {
  const error: unknown = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Unseen)) throw new Error(`Expected what could not be seen, got ${String(error)}.`);
  return { code: error.gap.code, reason: error.gap.reason.replace(/127\.0\.0\.1:\d+/, 'HOST') };
};

test.each<[string, RequestListener, { code: string; reason: string }]>([
  [
    'a page instead of JSON',
    (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
    { code: 'keycloak-config/NOT_KEYCLOAK', reason: 'HOST answered with something else than JSON.' },
  ],
  [
    'a redirect to a login page',
    (_request, response) => response.writeHead(302, { location: 'https://login.example/' }).end(),
    { code: 'keycloak-config/NOT_KEYCLOAK', reason: 'HOST redirects (HTTP 302) to https://login.example/.' },
  ],
  [
    'a role that is missing',
    (_request, response) => json(response, 403, { error: 'HTTP 403 Forbidden' }),
    { code: 'keycloak-config/FORBIDDEN', reason: 'GET /clients was refused with HTTP 403: it needs the role view-clients.' },
  ],
  [
    'a server in trouble, at every try',
    (_request, response) => response.writeHead(503).end('<h1>Service unavailable</h1>'),
    { code: 'keycloak-config/SERVER_ERROR', reason: 'GET /clients was answered with HTTP 503.' },
  ],
])('%s', async (_name, answer, expected) => {
  const api = await connect(loggedIn(answer));
  expect(await gapOf(api.list('/clients', 'view-clients'))).toEqual(expected);
});

test('no server at all', async () => {
  const url = await listen(() => undefined);
  servers.splice(0).forEach((server) => server.close());
  expect(await gapOf(adminApi('sso', context(url)))).toEqual({ code: 'keycloak-config/UNREACHABLE', reason: 'HOST: ECONNREFUSED.' });
});

test('a client that is refused', async () =>
  expect(await gapOf(connect((_request, response) => json(response, 401, { error: 'unauthorized_client' })))).toEqual({
    code: 'keycloak-config/CREDENTIALS_REFUSED',
    reason: 'No token for release-gate in realm sso: HTTP 401, unauthorized_client.',
  }));

test('a realm that does not exist is an answer', async () => {
  const api = await connect(loggedIn((_request, response) => json(response, 404, { error: 'Realm not found.' })));
  await expect(api.get('', 'view-realm')).rejects.toBeInstanceOf(RealmMissing);
});

test('a server that was in trouble for a moment, and a connection that broke', async () => {
  let tries = 0;
  const api = await connect(
    loggedIn((_request, response) => {
      tries += 1;
      if (tries === 1) response.writeHead(502).end();
      else if (tries === 2) response.destroy();
      else json(response, 200, { realm: 'sso' });
    }),
  );
  expect(await api.get('', 'view-realm')).toEqual({ realm: 'sso' });
  expect(tries).toBe(3);
});

test('a list is read to its last page, and what moved between pages comes once', async () => {
  const asked: string[] = [];
  const api = await connect(
    loggedIn((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://test');
      const first = Number(searchParams.get('first'));
      asked.push(`${first}+${searchParams.get('max')}`);
      json(
        response,
        200,
        Array.from({ length: first === 200 ? 31 : 100 }, (_, index) => ({ id: `${first === 0 ? index : first + index - 1}` })),
      );
    }),
  );
  const found = await api.list('/clients', 'view-clients');
  expect(asked).toEqual(['0+100', '100+100', '200+100']);
  // The second page began with the last of the first: 231 came, one of them twice.
  expect(found).toHaveLength(230);
});

test('a token that ends is renewed once for all that wait', async () => {
  let logins = 0;
  const api = await connect((request, response) => {
    if (!request.url?.endsWith('/token')) return json(response, 200, { authorization: request.headers.authorization ?? '' });
    logins += 1;
    return json(response, 200, { access_token: `token-${logins}`, expires_in: 1 });
  });
  await expect.poll(async () => api.get('', 'view-realm'), { timeout: 5_000, interval: 200 }).toEqual({ authorization: 'Bearer token-2' });
  expect(logins).toBe(2);
});

/** A token as Keycloak makes them: its middle part is what it says. */
const tokenWith = (claims: unknown): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
const granting = (...roles: readonly string[]): string => tokenWith({ resource_access: { 'realm-management': { roles } } });

test('a list that comes although the reader lacks the role for it is as good as refused', async () => {
  const api = (token: string): Promise<AdminApi> =>
    connect((request, response) =>
      request.url?.endsWith('/token') ? json(response, 200, { access_token: token, expires_in: 300 }) : json(response, 200, []),
    );
  const lacking = await api(granting('view-realm', 'query-groups'));
  expect(await gapOf(lacking.list('/groups', ['query-groups', 'view-users']))).toEqual({
    code: 'keycloak-config/FILTERED',
    reason: 'GET /groups came back without an error, but the reader lacks the role view-users: Keycloak may have left something out.',
  });
  expect(lacking.granted()).toEqual(['view-realm', 'query-groups']);
  // Who may change something may see it.
  const manager = await api(granting('view-realm', 'manage-users'));
  expect(await manager.list('/groups', ['query-groups', 'view-users'])).toEqual([]);
  // A token that names no roles says nothing of those that are missing.
  const light = await api(tokenWith({ azp: 'gate' }));
  expect(await light.list('/groups', ['query-groups', 'view-users'])).toEqual([]);
  expect(light.granted()).toBeUndefined();
});

test('a token that ends on the way is renewed, once for all that wait, and nothing is lost', async () => {
  let logins = 0;
  let refused = 0;
  const api = await connect((request, response) => {
    if (request.url?.endsWith('/token')) {
      logins += 1;
      json(response, 200, { access_token: `token-${logins}`, expires_in: 300 });
    } else if (request.headers.authorization === 'Bearer token-1') {
      refused += 1;
      json(response, 401, { error: 'HTTP 401 Unauthorized' });
    } else json(response, 200, { path: request.url });
  });
  const paths = ['/a', '/b', '/c', '/d'];
  expect(await Promise.all(paths.map(async (path) => api.get(path, 'view-realm')))).toEqual(
    paths.map((path) => ({ path: `/admin/realms/sso${path}` })),
  );
  expect({ logins, refused }).toEqual({ logins: 2, refused: 4 });
});

test('a reader that is no longer let in does not try again for each of its requests', async () => {
  let logins = 0;
  const api = await connect((request, response) => {
    if (!request.url?.endsWith('/token')) return json(response, 401, { error: 'HTTP 401 Unauthorized' });
    logins += 1;
    return logins === 1
      ? json(response, 200, { access_token: 'token', expires_in: 300 })
      : json(response, 401, { error: 'invalid_client' });
  });
  const gaps = await Promise.all(['/a', '/b', '/c', '/d', '/e', '/f', '/g', '/h'].map(async (path) => gapOf(api.get(path, 'view-realm'))));
  expect(new Set(gaps.map(({ code }) => code))).toEqual(new Set(['keycloak-config/CREDENTIALS_REFUSED']));
  expect(logins).toBe(2);
});
