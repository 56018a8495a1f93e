import { createServer } from 'node:http';
import type { RequestListener, Server as HttpServer } from 'node:http';
import { Environment } from '@keycloak-release-gate/core';
import type { CollectContext, Collected } from '@keycloak-release-gate/core';
import { afterEach, expect, test } from 'vitest';
import { server } from './server.ts';
import type { Server } from './server/evidence.ts';

const servers: HttpServer[] = [];
afterEach(() => {
  for (const each of servers.splice(0)) {
    each.closeAllConnections();
    each.close();
  }
});

/** Looks at a server that gives a token to anybody, and this to whoever asks what it is made of. */
async function look(answer: RequestListener): Promise<Collected<Server>> {
  const listening = createServer((request, response) => {
    if (request.url === '/admin/serverinfo') answer(request, response);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ access_token: 'a-token', expires_in: 60 }));
  });
  servers.push(listening);
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const context: CollectContext<Record<never, never>> = {
    run: {
      suite: 'health',
      environment: Environment.parse({
        id: 'test',
        title: 'Test',
        keycloak: { publicUrl: url, adminUrl: `${url}/`, realms: ['shop'] },
        gate: { admin: { realm: 'shop', clientId: 'gate', secret: { secret: 'variable', name: 'SECRET' } } },
      }),
    },
    signal: new AbortController().signal,
    looks: {},
    secret: () => 'secret',
    stateFolder: '',
    conceal: () => undefined,
    attach: () => '',
    shared: (_key, create) => create(),
  };
  return server.collect({}, context);
}

const json =
  (status: number, body: unknown): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

/** As 26.7.4 answers a reader of a realm, in small. */
const told = {
  profileInfo: { name: 'default', disabledFeatures: ['SCRIPTS'] },
  features: [
    { name: 'PASSKEYS', label: 'Passkeys', type: 'DEFAULT', dependencies: ['WEB_AUTHN'], enabled: true },
    { name: 'SCRIPTS', type: 'PREVIEW', dependencies: [], enabled: false },
  ],
  themes: { login: [{ name: 'keycloak', locales: ['en'] }, { name: 'company' }], email: [{ name: 'keycloak' }] },
  providers: { eventsListener: { internal: true, providers: { 'jboss-logging': { order: 0 }, email: { order: 0 } } } },
};
const evidence: Server = {
  providers: { eventsListener: ['email', 'jboss-logging'] },
  themes: { login: ['company', 'keycloak'], email: ['keycloak'] },
  features: { PASSKEYS: true, SCRIPTS: false },
};

test('what the server is made of, to a reader that it does not tell its version', async () => {
  expect(await look(json(200, told))).toEqual({ value: evidence, gaps: [] });
});

test('with its version, to a reader that it tells it', async () => {
  const answer = { ...told, systemInfo: { version: '24.0.5', uptime: '3 days' }, memoryInfo: { total: 1 } };
  expect(await look(json(200, answer))).toEqual({ value: { version: '24.0.5', ...evidence }, gaps: [] });
});

test('what it keeps to itself is a gap', async () => {
  const { value, gaps } = await look(json(200, { ...told, providers: undefined }));
  expect(value).toEqual({ ...evidence, providers: {} });
  expect(gaps).toEqual([
    {
      code: 'keycloak-config/SERVER_INFO_REDUCED',
      subject: 'server/providers',
      reason: 'GET /admin/serverinfo came back without providers.',
      remedy: 'Give the service account of the gate the role view-realm; the versions that are known tell it then.',
    },
  ]);
});

test.each([
  [403, 'FORBIDDEN', 'GET /admin/serverinfo was answered with HTTP 403: it needs the role view-realm in any realm.'],
  [401, 'CREDENTIALS_REFUSED', 'GET /admin/serverinfo was answered with HTTP 401.'],
  [404, 'NOT_KEYCLOAK', 'GET /admin/serverinfo was answered with HTTP 404.'],
])('HTTP %i', async (status, code, reason) => {
  const { value, gaps } = await look(json(status, { error: 'no' }));
  expect(value).toBeUndefined();
  expect(gaps).toMatchObject([{ code: `keycloak-config/${code}`, subject: 'server', reason }]);
});

test('an answer that no Keycloak gives', async () => {
  const { gaps } = await look(json(200, { providers: 'many' }));
  expect(gaps).toMatchObject([{ code: 'keycloak-config/NOT_KEYCLOAK', reason: 'GET /admin/serverinfo was answered with something else.' }]);
});
