import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Environment } from '@keycloak-release-gate/core';
import type { CollectContext } from '@keycloak-release-gate/core';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codes as oidcCodes } from '../oidc/codes.ts';
import { freshToken } from '../oidc/fresh-token.ts';
import { gateClients } from '../oidc/gate-clients.ts';
import { provider } from '../oidc/provider.ts';
import { webOrigin } from '../oidc/web-origin.ts';
import { administrationOf } from './administration.ts';
import { codes } from './codes.ts';
import { accessWith } from './replay.ts';
import { gateProduct } from '../as-gate.ts';
import { witnessOf } from './witness.ts';

const { privateKey, publicKey } = await generateKeyPair('RS256');
const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', use: 'sig', alg: 'RS256' }] };

/** As much of Keycloak as answers whatever the gate asks for; and of an application, which sends its visitors on. */
let server: Server;
let base: string;
/** Each path that was asked for since the test began, with the User-Agents that it was asked for by. */
let asked: Map<string, Set<string | undefined>>;
/** Of the newest request for a code: it has to be in the ID token. */
let nonce: string | null = null;

beforeAll(async () => {
  server = createServer(({ url = '', method = '', headers }, response) => {
    const { pathname, searchParams } = new URL(url, base);
    const path = `${method} ${pathname.replace('/realms/main/protocol/openid-connect', '…')}`;
    asked.set(path, (asked.get(path) ?? new Set()).add(headers['user-agent']));
    response.setHeader('content-type', 'application/json');
    const back = searchParams.get('redirect_uri');
    if (back !== null) {
      nonce = searchParams.get('nonce');
      // A browser with a cookie is logged in.
      const answer = new URLSearchParams(headers.cookie ? { code: 'one' } : { error: 'login_required' });
      answer.set('state', searchParams.get('state') ?? '');
      return void response.writeHead(302, { location: `${back}?${answer.toString()}` }).end();
    }
    if (pathname === '/account') return void response.writeHead(302, { location: '/log-in' }).end();
    void answerTo(path).then((answer) => response.end(JSON.stringify(answer)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function answerTo(path: string): Promise<object> {
  const issuer = `${base}/realms/main`;
  const at = `${issuer}/protocol/openid-connect`;
  if (path.endsWith('/.well-known/openid-configuration'))
    return {
      issuer,
      authorization_endpoint: `${at}/auth`,
      token_endpoint: `${at}/token`,
      introspection_endpoint: `${at}/token/introspect`,
      userinfo_endpoint: `${at}/userinfo`,
      revocation_endpoint: `${at}/revoke`,
      end_session_endpoint: `${at}/logout`,
      jwks_uri: `${at}/certs`,
    };
  if (path.endsWith('/certs')) return keys;
  if (path.endsWith('/introspect')) return { active: true };
  if (path.endsWith('/userinfo')) return { sub: 'gate' };
  if (path.endsWith('/sessions')) return [];
  if (!path.endsWith('/token')) return {};
  const token = await new SignJWT({ sid: 'one', ...(nonce === null ? {} : { nonce }) })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuer(issuer)
    .setSubject('gate')
    .setAudience('gate')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
  return { access_token: token, id_token: token, refresh_token: token, token_type: 'Bearer', expires_in: 60 };
}

/** Everything that a look needs, of an environment that is this server. */
function context(): CollectContext<Record<never, never>> {
  asked = new Map();
  const secret = { secret: 'variable', name: 'GATE_SECRET' } as const;
  const shared = new Map<string, Promise<unknown>>();
  return {
    run: {
      suite: 'health',
      environment: Environment.parse({
        id: 'one',
        title: 'One',
        keycloak: { publicUrl: base, adminUrl: base, realms: ['main'] },
        gate: {
          admin: { realm: 'main', clientId: 'gate', secret },
          witness: { realm: 'main', clientId: 'gate', secret, redirectUri: `${base}/witness` },
        },
        applications: [
          { id: 'portal', realm: 'main', clientId: 'portal', url: base, login: { kind: 'browser', loggedIn: 'p', logout: { open: '/' } } },
        ],
      }),
    },
    signal: AbortSignal.timeout(30_000),
    looks: {},
    secret: () => 'the secret',
    conceal: () => undefined,
    attach: () => '',
    shared: async <T>(key: string, create: () => Promise<T>) => {
      const made = shared.get(key) ?? create();
      shared.set(key, made);
      return made as Promise<T>;
    },
    stateFolder: '',
  };
}

/** Each of these was asked for, and nothing by another name. */
function expectAsked(paths: readonly string[], userAgent: string = gateProduct): void {
  expect([...asked.keys()].toSorted()).toEqual(paths.toSorted());
  expect([...new Set([...asked.values()].flatMap((each) => [...each]))]).toEqual([userAgent]);
}

it('the gate names itself where it reads the discovery document and the keys', async () => {
  await provider.collect({ realm: 'main' }, context());
  expectAsked(['GET /realms/main/.well-known/openid-configuration', 'GET …/certs']);
  expect(await freshToken.collect({ realm: 'main' }, context())).toMatchObject({ value: { token: { verified: true } } });
  expectAsked(['POST …/token', 'GET …/certs']);
});

it('names itself where it tries the protocol, and at the admin API', async () => {
  const { value } = await gateClients.collect({ realm: 'main' }, context());
  expect(value).toMatchObject({
    reader: { token: { kind: 'granted', userinfo: 'same' } },
    witness: { code: { sentBack: 'login_required' } },
  });
  expectAsked([
    'GET /realms/main/.well-known/openid-configuration',
    'GET …/certs',
    'POST …/token',
    'POST …/token/introspect',
    'GET …/userinfo',
    'POST …/revoke',
    'GET …/auth',
    'GET /admin/realms/main',
  ]);
});

it('names itself where it asks as a browser does before it asks another origin', async () => {
  await webOrigin.collect({ application: 'portal' }, context());
  expectAsked(['OPTIONS …/token', 'GET …/login-status-iframe.html/init']);
});

it('names itself where it looks at users', async () => {
  const { signal, ...rest } = context();
  expect(await administrationOf('main', { ...rest, signal }).sessions('robin', signal)).toEqual([]);
  expectAsked(['POST …/token', 'GET /admin/realms/main/users/robin/sessions']);
});

it('names itself with all that its witness does in the session', async () => {
  const { signal, ...rest } = context();
  const witness = await witnessOf('main', { ...rest, signal });
  const cookie = { name: 'KEYCLOAK_IDENTITY', value: 'x', domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true, secure: false };
  expect(await witness?.silentLogin([], signal)).toBe('refused');
  expect(await witness?.join([{ ...cookie, sameSite: 'None' }], signal)).toMatchObject({ sid: 'one' });
  expect(await witness?.refresh('a token', signal)).toMatchObject({ result: 'allowed' });
  expect(await witness?.end('a token', signal)).toBe(true);
  expectAsked(['GET …/auth', 'POST …/token', 'GET …/certs', 'POST …/logout']);
});

it('asks an application as the browser does, wherever that sends it within', async () => {
  const { signal } = context();
  const userAgent = `Mozilla/5.0 ${gateProduct}`;
  expect(await accessWith([], `${base}/account`, userAgent, signal)).toMatchObject({ status: 200, path: '/log-in' });
  expectAsked(['GET /account', 'GET /log-in'], userAgent);
});

it.each([codes.WAF_BLOCKED, oidcCodes.BLOCKED])('who is blocked is told the name to let in', ({ remedy }) => {
  expect(remedy).toContain(`\`${gateProduct}\``);
});
