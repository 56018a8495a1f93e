import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { selfSignedCertificate } from '@keycloak-release-gate/lab';
import { afterAll, describe, expect, it } from 'vitest';
import { environment, place, refusal, verify } from './run-program.ts';

// A way into a cluster that does not lead there, from the command line, on real servers and real commands.

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
const serve = async (answer: RequestListener): Promise<string> => `http://127.0.0.1:${await listening(createServer(answer))}`;
const json =
  (status: number, body: object): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const refused = (code: number, message: string): RequestListener => json(code, { kind: 'Status', status: 'Failure', message, code });

const suite = `
import { workloadRolledOut } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
export default defineSuite({ id: 'health', title: 'Health', needsRelease: false, steps: () => [step({ id: 'a/b', sentence: 'A sentence' }, [workloadRolledOut({ version: 'any' })])] });`;
const cluster = (access: object, settle = 'settle: { every: 50, good: 1, within: 100 }') => ({
  suite,
  environment: environment(`kubernetes: ${JSON.stringify({ ...access, namespace: 'sso', workload: { name: 'keycloak' } })}, ${settle}`),
});
const byToken = (server: string, more: object = {}) => cluster({ server, token: { secret: 'variable', name: 'TEST_TOKEN' }, ...more });
const variables = { TEST_GATE_SECRET: 'long-enough-secret', TEST_TOKEN: 'a-token-that-is-long-enough' };

/** As patient as an environment is by default. */
const patient = 'settle: { every: 100, good: 3, within: 300_000 }';

let files = 0;
function file(text: string): string {
  mkdirSync(join(place, 'files'), { recursive: true });
  const path = join(place, 'files', String((files += 1)));
  writeFileSync(path, text);
  return path;
}
const kubeconfig = (server: string, user: object, more: object = {}): string =>
  file(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'acceptance',
      clusters: [{ name: 'there', cluster: { server, 'insecure-skip-tls-verify': server.startsWith('http:') } }],
      users: [{ name: 'me', user }],
      contexts: [
        { name: 'acceptance', context: { cluster: 'there', user: 'me' } },
        { name: 'lost', context: { cluster: 'nowhere', user: 'me' } },
        { name: 'nobody', context: { cluster: 'there', user: 'them' } },
      ],
      ...more,
    }),
  );

/** A run that ended without having seen the workload: its words, without line ends. */
async function blind(scenarios: object, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const { exitCode, out } = await verify(['--env', 'one'], scenarios, { ...variables, ...more });
  expect({ exitCode, out }).toMatchObject({ exitCode: 3 });
  return out.replaceAll(/\s+/g, ' ');
}

describe.concurrent('a way into a cluster that is declared wrongly is refused before anything is looked at', { timeout: 60_000 }, () => {
  const words = async (access: object): Promise<string> =>
    (await refusal(['--env', 'one'], cluster(access), variables)).replaceAll(/\s+/g, ' ');

  it('a kubeconfig that is not there, is empty, is no YAML, or is something else', async () => {
    expect(await words({ kubeconfig: join(place, 'none') })).toMatch(
      /the kubeconfig cannot be read: ENOENT.* where scenarios\/environments\/one\.ts/,
    );
    expect(await words({ kubeconfig: file('') })).toMatch(/files\/\d+ is empty\./);
    expect(await words({ kubeconfig: file('{ not: [yaml') })).toMatch(/files\/\d+ is not a valid kubeconfig: /);
    expect(await words({ kubeconfig: file('hello: world') })).toMatch(
      /files\/\d+ is not a kubeconfig, or an empty one: it names no context\./,
    );
  });

  it('a context, a cluster or a user that is not in it, with what there is', async () => {
    const path = kubeconfig('https://127.0.0.1:1', { token: 'x' });
    expect(await words({ kubeconfig: path, context: 'acceptence' })).toContain(
      `${path} has no context "acceptence"; it has acceptance, lost, nobody. where scenarios/environments/one.ts do Did you mean "acceptance"?`,
    );
    expect(await words({ kubeconfig: path, context: 'lost' })).toContain(
      `The context "lost" in ${path} names the cluster "nowhere", which is not there.`,
    );
    expect(await words({ kubeconfig: path, context: 'nobody' })).toContain(
      `The context "nobody" in ${path} names the user "them", which is not there.`,
    );
    const undecided = kubeconfig('https://127.0.0.1:1', { token: 'x' }, { 'current-context': '' });
    expect(await words({ kubeconfig: undecided })).toContain(
      `${undecided} has no current context, and the environment names none; it has acceptance, lost, nobody.`,
    );
  });

  it('a CA file that is not there or holds no certificate', async () => {
    const access = { server: 'https://127.0.0.1:1', token: { secret: 'variable', name: 'TEST_TOKEN' } };
    expect(await words({ ...access, caFile: join(place, 'none.pem') })).toContain('`caFile` cannot be read: ENOENT');
    const noCertificate = file('-----BEGIN PRIVATE KEY-----');
    expect(await words({ ...access, caFile: noCertificate })).toContain(`\`caFile\` (${noCertificate}) holds no certificate in PEM form.`);
    const lost = kubeconfig('https://127.0.0.1:1', { 'client-certificate': '/nowhere/client.crt', 'client-key': '/nowhere/client.key' });
    expect(await words({ kubeconfig: lost })).toContain(
      `The context "acceptance" in ${lost} names a file that cannot be read: ENOENT: no such file or directory, open '/nowhere/client.crt'`,
    );
  });
});

describe.concurrent('a cluster that cannot be seen into is inconclusive, and named for what it is', { timeout: 60_000 }, () => {
  it('a namespace that is forbidden, with the rule to add', async () => {
    const server = await serve(
      refused(
        403,
        'deployments.apps "keycloak" is forbidden: User "system:serviceaccount:ci:gate" cannot get resource "deployments" in the namespace "sso"',
      ),
    );
    // Nobody waits five minutes for a right.
    const words = await blind(cluster({ server, token: { secret: 'variable', name: 'TEST_TOKEN' } }, patient));
    expect(words).toContain('403 on get deployments keycloak in the namespace sso: deployments.apps "keycloak" is forbidden');
    expect(words).toContain('{apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"]}');
    expect(words).toContain('kubernetes/FORBIDDEN');
  });

  it('a namespace that does not exist', async () => {
    const server = await serve((request, response) =>
      request.url?.includes('?')
        ? json(200, { kind: 'List', metadata: {}, items: [] })(request, response)
        : refused(404, 'not found')(request, response),
    );
    const words = await blind(byToken(server));
    expect(words).toContain('There is no namespace sso in this cluster.');
    expect(words).toContain('kubernetes/NAMESPACE_MISSING');
  });

  it('a token that has expired, with when', async () => {
    const part = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url');
    const token = `${part({ alg: 'RS256' })}.${part({ sub: 'gate', exp: 1_767_225_600 })}.c2lnbmF0dXJl`;
    const server = await serve(refused(401, 'Unauthorized'));
    const words = await blind(byToken(server), { TEST_TOKEN: token });
    expect(words).toContain(
      '401 on get deployments keycloak in the namespace sso: Unauthorized. The token expired at 2026-01-01T00:00:00Z.',
    );
    expect(words).toContain('kubernetes/UNAUTHORIZED');
    expect(words).not.toContain(token);
  });

  it('a credential that the server does not know', async () => {
    const server = await serve(
      refused(403, 'deployments.apps "keycloak" is forbidden: User "system:anonymous" cannot get resource "deployments"'),
    );
    const words = await blind(byToken(server));
    expect(words).toContain('The API server does not know the credential: 403 on get deployments keycloak');
    expect(words).toContain('kubernetes/UNAUTHORIZED');
  });

  it('an API server with a certificate that it signed itself', async () => {
    const { key, cert } = selfSignedCertificate('kube-apiserver', '127.0.0.1');
    const port = await listening(createHttpsServer({ key, cert }, refused(401, 'Unauthorized')));
    const server = `https://127.0.0.1:${port}`;
    const words = await blind(byToken(server));
    expect(words).toMatch(/self-signed certificate.*\(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
    expect(words).toContain('kubernetes/API_CERTIFICATE_REFUSED');
    // With its certificate as the CA it is trusted, and the server itself is heard.
    expect(await blind(byToken(server, { caFile: file(cert) }))).toContain('kubernetes/UNAUTHORIZED');
  });

  it('a proxy that answers with a page', async () => {
    const server = await serve((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>'));
    const words = await blind(byToken(server));
    expect(words).toContain('200 with a web page instead of JSON on get deployments keycloak in the namespace sso.');
    expect(words).toContain('kubernetes/NOT_KUBERNETES');
  });

  it('a login command that wants a browser: it and what it started end after ten seconds', async () => {
    const started = performance.now();
    const left = join(place, 'left-behind');
    // What it starts keeps the output open, as a browser does, and would leave a file.
    const command = `(sleep 14; touch ${left}) & echo "Please open https://login.example/device in your browser" >&2; wait`;
    const words = await blind(
      cluster(
        {
          kubeconfig: kubeconfig('https://127.0.0.1:1', {
            exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'sh', args: ['-c', command], interactiveMode: 'IfAvailable' },
          }),
        },
        patient,
      ),
    );
    // It is run once: no look tries it again, and no settling waits for it.
    expect(words.match(/gave nothing within/g)).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(words).toContain(
      '`sh` gave nothing within 10 s: it may be waiting for a person. It said: Please open https://login.example/device in your browser',
    );
    expect(words).toContain('kubernetes/LOGIN_COMMAND_FAILED');
    // Nothing can be awaited that must not happen: by then it would have.
    await setTimeout(Math.max(0, started + 16_000 - performance.now()));
    expect(existsSync(left)).toBe(false);
  });

  it('a login command that is not installed, with the hint of who wrote the kubeconfig', async () => {
    const words = await blind(
      cluster({
        kubeconfig: kubeconfig('https://127.0.0.1:1', {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: 'no-such-login-command',
            installHint: 'Install it with the cloud tools.\nSee the manual.',
            interactiveMode: 'Never',
          },
        }),
      }),
    );
    expect(words).toContain(
      '`no-such-login-command`, by which the kubeconfig logs in, is not installed here: Install it with the cloud tools.',
    );
  });

  it('a login command that has ended is not waited for, though something it started holds its output', async () => {
    const credential = JSON.stringify({ kind: 'ExecCredential', status: { token: 'printed-by-the-command' } });
    const server = await serve(refused(401, 'Unauthorized'));
    const words = await blind(
      cluster({
        kubeconfig: kubeconfig(server, {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: 'sh',
            args: ['-c', `sleep 60 & echo '${credential}'`],
            interactiveMode: 'Never',
          },
        }),
      }),
    );
    expect(words).toContain('kubernetes/UNAUTHORIZED');
  });
});

describe.concurrent('a server is where it is declared to be', { timeout: 60_000 }, () => {
  it('under a path, as behind Rancher, and at an IPv6 address', async () => {
    const asked: string[] = [];
    const answer: RequestListener = (request, response) => {
      asked.push(request.url ?? '');
      refused(401, 'Unauthorized')(request, response);
    };
    await blind(byToken(`${await serve(answer)}/k8s/clusters/c-m-1/`));
    await blind(byToken(`http://[::1]:${await listening(createServer(answer), '::1')}`));
    expect([...new Set(asked)]).toEqual([
      '/k8s/clusters/c-m-1/apis/apps/v1/namespaces/sso/deployments/keycloak',
      '/apis/apps/v1/namespaces/sso/deployments/keycloak',
    ]);
  });
});

describe.concurrent('a workload that does not exist fails, and what there is in its place is told', { timeout: 60_000 }, () => {
  const holding =
    (deployments: readonly string[], statefulSets: readonly string[]): RequestListener =>
    (request, response) => {
      const items = (names: readonly string[]) => ({ kind: 'List', metadata: {}, items: names.map((name) => ({ metadata: { name } })) });
      if (request.url?.includes('/deployments?')) json(200, items(deployments))(request, response);
      else if (request.url?.includes('/statefulsets?')) json(200, items(statefulSets))(request, response);
      else if (request.url?.endsWith('/namespaces/sso')) json(200, { kind: 'Namespace' })(request, response);
      else refused(404, 'deployments.apps "keycloak" not found')(request, response);
    };

  it.each([
    [['keycloak-blue', 'postgres'], ['sso'], 'There are: Deployment keycloak-blue, Deployment postgres, StatefulSet sso.'],
    [[], ['keycloak'], 'There is a StatefulSet of that name.'],
    [[], [], 'There is no workload in it at all.'],
  ])('%j and %j', async (deployments, statefulSets, words) => {
    const server = await serve(holding(deployments, statefulSets));
    const { exitCode, out } = await verify(['--env', 'one'], byToken(server), variables);
    expect({ exitCode, out: out.replaceAll(/\s+/g, ' ') }).toMatchObject({ exitCode: 1 });
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`There is no Deployment keycloak in the namespace sso. ${words}`);
  });
});
