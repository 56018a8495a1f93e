import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Environment } from '@keycloak-release-gate/core';
import type { CollectContext, Collected } from '@keycloak-release-gate/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { workload } from './workload.ts';
import type { Workload } from './workload-evidence.ts';

let dir: string;
const servers: Server[] = [];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kubernetes-access-'));
});
afterAll(async () => rm(dir, { recursive: true, force: true }));
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

async function look(kubernetes: object | undefined, signal = new AbortController().signal): Promise<Collected<Workload>> {
  const client = { realm: 'master', clientId: 'gate', secret: { secret: 'variable', name: 'SECRET' } };
  const environment = Environment.parse({
    id: 'test',
    title: 'Test',
    keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['master'] },
    gate: { admin: client },
    ...(kubernetes ? { kubernetes: { namespace: 'sso', workload: { name: 'keycloak' }, ...kubernetes } } : {}),
  });
  const disposals: (() => Promise<void>)[] = [];
  const context: CollectContext<Record<never, never>> = {
    run: { suite: 'health', environment },
    signal,
    looks: {},
    secret: () => 'the-token',
    stateFolder: '',
    conceal: () => undefined,
    attach: () => '',
    shared: async (_key, create, dispose) => {
      const value = await create();
      disposals.push(async () => dispose(value));
      return value;
    },
  };
  try {
    return await workload.collect({}, context);
  } finally {
    for (const dispose of disposals) await dispose();
  }
}

const token = { token: { secret: 'variable', name: 'TOKEN' } };
const gapOf = async (kubernetes: object | undefined) => {
  const { gaps = [], value } = await look(kubernetes);
  return { codes: gaps.map((each) => each.code), reason: gaps[0]?.reason ?? '', remedy: gaps[0]?.remedy ?? '', value };
};
const status =
  (code: number, message: string): RequestListener =>
  (_, response) => {
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify({ kind: 'Status', code, message }));
  };

describe('what keeps the API from being read is named for what it is', () => {
  it('nothing declared', async () => {
    expect(await gapOf(undefined)).toMatchObject({ codes: ['gap/NOT_DECLARED'], reason: 'The environment test declares no `kubernetes`.' });
    expect(await gapOf({})).toMatchObject({ codes: ['gap/NOT_DECLARED'] });
  });

  it('nobody listens', async () => {
    const server = await serve(() => undefined);
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    const { codes, reason } = await gapOf({ server, ...token });
    expect(codes).toEqual(['kubernetes/API_UNREACHABLE']);
    expect(reason).toContain('ECONNREFUSED');
  });

  it('a server that does not speak TLS, or has a certificate that cannot be trusted', async () => {
    const plain = (await serve((_, response) => response.end())).replace('http:', 'https:');
    expect((await gapOf({ server: plain, ...token })).codes).toEqual(['kubernetes/API_CERTIFICATE_REFUSED']);
    const bare = createTlsServer({});
    await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
    const address = bare.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect((await gapOf({ server: `https://127.0.0.1:${port}`, ...token })).codes).toEqual(['kubernetes/API_CERTIFICATE_REFUSED']);
    await new Promise((resolve) => bare.close(resolve));
  });

  it('a token that is refused, and one that is sent', async () => {
    const server = await serve((request, response) => status(401, request.headers.authorization ?? 'none')(request, response));
    expect(await gapOf({ server, ...token })).toMatchObject({
      codes: ['kubernetes/UNAUTHORIZED'],
      reason: '401 on get deployments keycloak in the namespace sso: Bearer the-token',
    });
  });

  it('a right that is missing, with the rule to add', async () => {
    const server = await serve(status(403, 'deployments.apps "keycloak" is forbidden'));
    expect(await gapOf({ server, ...token })).toMatchObject({
      codes: ['kubernetes/FORBIDDEN'],
      remedy: 'Add to the gate\'s Role: {apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"]}.',
    });
  });

  it.each([
    [200, 'kubernetes/NOT_KUBERNETES', '200 with a web page instead of JSON on get deployments keycloak in the namespace sso.'],
    [404, 'kubernetes/NOT_KUBERNETES', '404 with a web page instead of JSON on get deployments keycloak in the namespace sso.'],
    [403, 'kubernetes/NOT_KUBERNETES', '403 with a web page instead of JSON on get deployments keycloak in the namespace sso.'],
    [503, 'kubernetes/API_UNREACHABLE', "503 with a web page, not the API's own answer, on get deployments keycloak in the namespace sso."],
  ])('a page of a proxy, status %i', async (code, gap, reason) => {
    const server = await serve((_, response) =>
      response.writeHead(code, { 'content-type': 'text/html' }).end('<html>Please log in</html>'),
    );
    expect(await gapOf({ server, ...token })).toMatchObject({ codes: [gap], reason });
  });

  it('JSON that is not what was asked for, and an error of the API itself', async () => {
    const strange = await serve((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"hello":"world"}'));
    expect((await gapOf({ server: strange, ...token })).codes).toEqual(['kubernetes/NOT_KUBERNETES']);
    const broken = await serve(status(500, 'etcdserver: request timed out'));
    expect(await gapOf({ server: broken, ...token })).toMatchObject({
      codes: ['kubernetes/API_ERROR'],
      reason: '500 on get deployments keycloak in the namespace sso: etcdserver: request timed out',
    });
  });

  it('a server that is busy for a moment is asked again, as it wishes, and not for ever', async () => {
    const path = '/apis/apps/v1/namespaces/sso/deployments/keycloak';
    const asking = async (times: number) => {
      let asked = 0;
      const server = await serve((request, response) => {
        if (request.url === path) asked += 1;
        if (asked <= times) response.setHeader('retry-after', '0');
        status(asked <= times ? 429 : 401, asked <= times ? 'too many requests' : 'who are you')(request, response);
      });
      return [(await gapOf({ server, ...token })).reason, asked];
    };
    const on = 'on get deployments keycloak in the namespace sso';
    expect(await asking(2)).toEqual([`401 ${on}: who are you`, 3]);
    expect(await asking(99)).toEqual([`429 ${on}: too many requests`, 4]);
  });

  it('a workload that does not exist is an answer, not a gap', async () => {
    const server = await serve((request, response) =>
      request.url?.includes('?')
        ? response
            .writeHead(200, { 'content-type': 'application/json' })
            .end(
              JSON.stringify({ metadata: {}, items: [{ metadata: { name: request.url.includes('/deployments') ? 'blue' : 'keycloak' } }] }),
            )
        : status(404, 'deployments.apps "keycloak" not found')(request, response),
    );
    const { codes, value } = await gapOf({ server, ...token });
    expect({ codes, object: value?.object, others: value?.others }).toEqual({
      codes: [],
      object: null,
      others: [
        { kind: 'Deployment', name: 'blue' },
        { kind: 'StatefulSet', name: 'keycloak' },
      ],
    });
  });

  it('an answer that does not come ends with the signal', async () => {
    const server = await serve(() => undefined);
    await expect(look({ server, ...token }, AbortSignal.timeout(200))).rejects.toThrow(/timeout/);
  });
});

describe('a kubeconfig', () => {
  const write = async (server: string, user: object): Promise<string> => {
    const path = join(dir, `config-${servers.length}-${Object.keys(user).join('-')}`);
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'here',
      clusters: [{ name: 'here', cluster: { server, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'me', user }],
      contexts: [{ name: 'here', context: { cluster: 'here', user: 'me' } }],
    };
    await writeFile(path, JSON.stringify(config));
    return path;
  };

  it('that has whoever answers believed is not used; without TLS there is nothing to verify', async () => {
    const { codes, reason } = await gapOf({ kubeconfig: await write('https://127.0.0.1:9', {}) });
    expect(codes).toEqual(['kubernetes/KUBECONFIG_UNUSABLE']);
    expect(reason).toContain('The cluster "here" in ');
    expect(reason).toContain('has `insecure-skip-tls-verify`');
    expect((await gapOf({ kubeconfig: await write('http://127.0.0.1:9', {}) })).codes).toEqual(['kubernetes/API_UNREACHABLE']);
  });

  it('that is not there, is no kubeconfig, or lacks the context', async () => {
    expect((await gapOf({ kubeconfig: join(dir, 'none') })).reason).toContain('ENOENT');
    const broken = join(dir, 'broken');
    await writeFile(broken, '{ not: [yaml');
    expect((await gapOf({ kubeconfig: broken })).codes).toEqual(['kubernetes/KUBECONFIG_UNUSABLE']);
    const kubeconfig = await write('http://127.0.0.1:1', { token: 'x' });
    expect(await gapOf({ kubeconfig, context: 'there' })).toMatchObject({
      codes: ['kubernetes/KUBECONFIG_UNUSABLE'],
      reason: `${kubeconfig} has no context "there"; it has here.`,
    });
  });

  it('with a token, and with a command that gives one', async () => {
    const server = await serve((request, response) => status(401, request.headers.authorization ?? 'none')(request, response));
    expect((await gapOf({ kubeconfig: await write(server, { token: 'mine' }) })).reason).toContain(': Bearer mine');
    const credential = JSON.stringify({ kind: 'ExecCredential', status: { token: 'printed' } });
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: ['-e', `console.log(${JSON.stringify(credential)})`],
    };
    expect((await gapOf({ kubeconfig: await write(server, { exec }) })).reason).toContain(': Bearer printed');
  });

  it.each([
    ['fails', { command: process.execPath, args: ['-e', 'console.error("please log in"); process.exit(1)'] }, 'please log in'],
    ['is not there', { command: 'no-such-login-command' }, 'is not installed here'],
    ['wants a person', { command: process.execPath, interactiveMode: 'Always' }, 'wants a person at a terminal'],
    ['prints no credential', { command: process.execPath, args: ['-e', 'console.log("hello")'] }, 'printed no credential'],
  ])('whose login command %s', async (_, exec, why) => {
    const { codes, reason } = await gapOf({ kubeconfig: await write('http://127.0.0.1:1', { exec }) });
    expect(codes).toEqual(['kubernetes/LOGIN_COMMAND_FAILED']);
    expect(reason).toContain(why);
  });
});
