import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { sealSnapshot, Snapshot } from '@keycloak-release-gate/checks';
import type { ServerConfiguration } from '@keycloak-release-gate/checks';
import { canonicalJson } from '@keycloak-release-gate/core';
import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { afterAll, describe, expect, it } from 'vitest';
import { environment, verify } from './run-program.ts';

/* What the commands make of the answers of an API server; the real one is in the lab. */

const servers: Server[] = [];
afterAll(() => servers.splice(0).forEach((server) => server.close()));

const literal = 'a-literal-in-the-template';
const workload: JsonObject = {
  metadata: { name: 'keycloak', uid: '1', resourceVersion: '7', managedFields: [{}] },
  spec: {
    replicas: 2,
    template: {
      metadata: { labels: { app: 'keycloak' } },
      spec: {
        containers: [
          {
            name: 'keycloak',
            image: 'keycloak:26.7.4',
            args: ['start', `--db-password=${literal}`],
            env: [{ name: 'KC_HOSTNAME', value: 'https://sso.example' }],
            envFrom: [{ configMapRef: { name: 'options' } }, { configMapRef: { name: 'not-there', optional: true } }],
          },
        ],
      },
    },
  },
};
const items = (...objects: readonly JsonObject[]): JsonObject => ({ metadata: {}, items: objects });
const service = { metadata: { name: 'keycloak' }, spec: { selector: { app: 'keycloak' }, ports: [{ name: 'http', port: 80 }] } };
const inNamespace = (group: string, rest: string): string => `${group}/namespaces/sso/${rest}`;
const answers: Readonly<Record<string, JsonObject>> = {
  [inNamespace('/apis/apps/v1', 'deployments/keycloak')]: workload,
  [inNamespace('/api/v1', 'configmaps/options')]: { metadata: { name: 'options' }, data: { KC_LOG_LEVEL: 'info' } },
  [inNamespace('/api/v1', 'configmaps/of-another')]: { data: { never: 'read' } },
  [inNamespace('/api/v1', 'services')]: items(service),
  [inNamespace('/apis/networking.k8s.io/v1', 'ingresses')]: items(),
};

/** An API server with these objects, which refuses what begins with `refused`; and what it was asked for. */
async function apiServer(refused = 'nothing'): Promise<{ readonly url: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://x').pathname;
    asked.push(path);
    const status = (code: number, message: string): void =>
      void response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify({ kind: 'Status', message, code }));
    if (path.includes(`/${refused}`)) return status(403, `${refused} is forbidden: User "gate" cannot get resource "${refused}"`);
    const found = answers[path];
    if (!found) return status(404, `${path} not found`);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

const variables = { TEST_GATE_SECRET: 'long-enough-secret', TEST_TOKEN: 'a-token-that-is-long-enough' };
const settle = 'settle: { every: 50, good: 1, within: 100 }';
const scenarios = (url: string) => ({
  environment: environment(
    `kubernetes: { server: '${url}', token: secret.variable('TEST_TOKEN'), namespace: 'sso', workload: { name: 'keycloak' } }, ${settle}`,
    "publicUrl: 'http://127.0.0.1:9', adminUrl: 'http://127.0.0.1:9', realms: ['main']",
  ),
  suite: `
import { serverConfigurationReadable } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
export default defineSuite({ id: 'health', title: 'Health', needsRelease: false, steps: () => [step({ id: 'a/b', sentence: 'A sentence' }, [serverConfigurationReadable()])] });`,
});

const taken = (folder: string): Snapshot => Snapshot.parse(JSON.parse(readFileSync(join(folder, 'now.json'), 'utf8')));

describe.concurrent("the server's own configuration", { timeout: 60_000 }, () => {
  it('stands in a snapshot, with what is not there and without its secrets', async () => {
    const { url, asked } = await apiServer();
    const { out, folder } = await verify(['snapshot', '--env', 'one', '--output', 'now.json'], scenarios(url), variables);
    expect(out).toContain('deployed: Deployment keycloak (2 config-map, 1 container, 1 service)');
    expect(taken(folder).serverConfiguration).toEqual({
      gaps: [],
      value: {
        workload: { kind: 'Deployment', namespace: 'sso', name: 'keycloak' },
        exists: true,
        container: 'keycloak',
        objects: {
          workload: {
            kind: 'Deployment',
            strategy: { type: 'RollingUpdate' },
            pod: { serviceAccountName: 'default', annotations: {}, labels: { app: 'keycloak' } },
          },
          'container/keycloak': {
            image: 'keycloak:26.7.4',
            args: ['start', '--db-password=‹a secret›'],
            env: { KC_HOSTNAME: 'https://sso.example' },
            envFrom: ['ConfigMap options', 'ConfigMap not-there, optional'],
            ports: {},
            mounts: {},
            resources: { limits: {}, requests: {} },
          },
          'init-container-order': { order: [] },
          'config-map/options': { entries: { KC_LOG_LEVEL: 'info' } },
          'config-map/not-there': { exists: false, optional: true },
          'service/keycloak': { annotations: {}, selector: { app: 'keycloak' }, ports: { http: { port: 80 } } },
        },
        unreadable: [],
        plainSecrets: [{ object: 'container/keycloak', attribute: 'args' }],
      },
    });
    expect(readFileSync(join(folder, 'now.json'), 'utf8')).not.toContain(literal);
    expect(asked.filter((path) => path.includes('/secrets') || path.endsWith('/configmaps') || path.endsWith('/of-another'))).toEqual([]);
  });

  it.each([
    ['configmaps', ['config-map'], '{apiGroups: [""], resources: ["configmaps"], verbs: ["get"]}'],
    ['ingresses', ['ingress'], '{apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ["list"]}'],
    ['services', ['service', 'ingress'], '{apiGroups: [""], resources: ["services"], verbs: ["list"]}'],
  ])('without the right to %s it is inconclusive, and says what to add', async (refused, kinds, rule) => {
    const { url } = await apiServer(refused);
    const run = await verify(['--env', 'one'], scenarios(url), variables);
    expect({ exitCode: run.exitCode, out: run.out }).toMatchObject({ exitCode: 3 });
    expect(run.out.replaceAll(/\s+/g, ' ')).toContain(rule);
    const { folder } = await verify(['snapshot', '--env', 'one', '--output', 'now.json'], scenarios(url), variables);
    const { gaps, value } = taken(folder).serverConfiguration ?? { gaps: [] };
    expect(gaps.map(({ code }) => code)).toEqual(['kubernetes/FORBIDDEN']);
    expect(value?.unreadable.map(({ kind }) => kind)).toEqual(kinds);
    expect(value?.objects['container/keycloak']).toBeDefined();
  });
});

const container = (more: JsonObject = {}): JsonObject => ({
  image: 'keycloak:26.4.0',
  args: ['start', '--optimized'],
  env: { KC_HOSTNAME: 'https://sso.example', KC_DB_PASSWORD: '‹a secret›' },
  resources: { limits: { memory: '1Gi' }, requests: {} },
  ...more,
});
const objects = { 'container/keycloak': container(), 'config-map/options': { entries: { KC_LOG_LEVEL: 'info' } } };
const changed = {
  'container/keycloak': container({
    image: 'keycloak:26.7.4',
    args: ['start', '--features=x', '--optimized'],
    resources: { limits: { memory: '2Gi' }, requests: {} },
  }),
  'config-map/options': { entries: { KC_LOG_LEVEL: 'off' } },
};

/** The text of a snapshot file. */
function file(of: Readonly<Record<string, Json>> | undefined, environmentId = 'one', more: Partial<ServerConfiguration> = {}): string {
  const workloadOf = { kind: 'Deployment', namespace: 'sso', name: 'keycloak' } as const;
  const value = { workload: workloadOf, exists: true, container: 'keycloak', objects: of ?? {}, unreadable: [], plainSecrets: [], ...more };
  const realm = { realm: 'main', exists: true, objects: { realm: {} }, ids: {}, ambiguous: [], unreadable: [] };
  return `${canonicalJson(
    sealSnapshot({
      environment: environmentId,
      at: '2026-11-27T08:00:00.000Z',
      realms: { main: { gaps: [], configuration: realm } },
      ...(of === undefined ? {} : { serverConfiguration: { gaps: [], value } }),
    }),
  )}\n`;
}
const release = (changes: string): string => `
import { configMap, defineRelease, server } from '@keycloak-release-gate/core';
export default defineRelease({ id: 'r', title: 'R', description: 'R', environments: ['one'], keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'A', reason: 'none' }, impact: 'none', expectedChanges: [${changes}] });`;
const last = (out: string): string | undefined => out.trim().split('\n').at(-1);

describe.concurrent('how the server is deployed, compared by verify diff', { timeout: 60_000 }, () => {
  const files = { 'a.json': file(objects), 'b.json': file(changed) };

  it('is a section of its own', async () => {
    const { exitCode, out, err } = await verify(['diff', 'a.json', 'b.json'], { files });
    expect({ exitCode, out, err }).toEqual({
      exitCode: 1,
      err: '',
      out: `A  the snapshot of "one" of 2026-11-27T08:00:00.000Z
B  the snapshot of "one" of 2026-11-27T08:00:00.000Z

Realm main: 0 differences in 1 object

The server's own configuration: 4 differences in 2 objects
    config-map/options: entries.KC_LOG_LEVEL  changed
      info → off
    container/keycloak: args  changed
      + --features=x
    container/keycloak: image  changed
      keycloak:26.4.0 → keycloak:26.7.4
    container/keycloak: resources.limits.memory  changed
      1Gi → 2Gi
  1 secret that nobody can compare: container/keycloak: env.KC_DB_PASSWORD

Different: 4 differences.
`,
    });
  });

  it('is in the data too', async () => {
    const json = await verify(['diff', 'a.json', 'b.json', '--format', 'json'], { files });
    expect(JSON.parse(json.out)).toMatchObject({
      serverConfiguration: { objects: 2, unverifiable: [{ object: 'container/keycloak', attribute: 'env.KC_DB_PASSWORD' }] },
    });
  });

  it('is in a ticket, and on a page', async () => {
    const markdown = await verify(['diff', 'a.json', 'b.json', '--format', 'markdown'], { files });
    expect(markdown.out).toContain(
      "## The server's own configuration: 4 differences in 2 objects\n\n### What differs\n\n- `config-map/options:",
    );
    const page = await verify(['diff', 'a.json', 'b.json', '--format', 'html'], { files });
    expect(page.out).toMatch(/<h2><bdi>The server's own configuration<\/bdi>: 4 differences in 2 objects<\/h2>/);
  });

  it('is announced by the lines that it writes, the image of the release aside', async () => {
    const { out } = await verify(['diff', 'a.json', 'b.json', '--as-expected', '--release', 'r'], { files, releases: { r: release('') } });
    expect(out).toBe(`import { configMap, server } from '@keycloak-release-gate/core';

expectedChanges: [
  configMap('options').entry('KC_LOG_LEVEL').becomes('off'),
  server('container/keycloak').args.adds('--features=x'),
  server('container/keycloak').resources.limits('memory').becomes('2Gi'),
],
`);
    const lines = out.slice(out.indexOf('[') + 1, out.lastIndexOf(']'));
    const held = await verify(['diff', 'a.json', 'b.json', '--release', 'r'], { files, releases: { r: release(lines) } });
    expect({ exitCode: held.exitCode, last: last(held.out) }).toEqual({
      exitCode: 0,
      last: 'As announced: 4 differences, none of them a surprise.',
    });
    const strict = await verify(['diff', 'a.json', 'b.json', '--release', 'r', '--strict'], { files, releases: { r: release(lines) } });
    expect(strict.exitCode).toBe(1);
  });

  it('is held in both directions', async () => {
    const changes =
      "server('container/keycloak').resources.limits('memory').becomes('2048Mi'), server('workload').strategy.becomes('Recreate')";
    const { exitCode, out } = await verify(['diff', 'a.json', 'b.json', '--release', 'r'], { files, releases: { r: release(changes) } });
    expect(exitCode).toBe(1);
    expect(out).toContain('announced  workload: strategy.type becomes Recreate: there is no workload, neither before nor now');
    expect(last(out)).toBe('Different: 3 things beside what the release announces.');
  });

  it('takes origins of two environments for each other', async () => {
    const two = environment().replaceAll('https://sso.example', 'https://sso-two.example').replace("id: 'one'", "id: 'two'");
    const there = {
      ...objects,
      'container/keycloak': container({ env: { KC_HOSTNAME: 'https://sso-two.example', KC_DB_PASSWORD: '‹masked›' } }),
    };
    const ofTwo = { 'a.json': file(objects), 'b.json': file(there, 'two'), 'scenarios/environments/two.ts': two };
    expect((await verify(['diff', 'a.json', 'b.json'], { files: ofTwo })).exitCode).toBe(0);
    const announced = { r: release("configMap('options').entry('KC_LOG_LEVEL').becomes('info')") };
    expect((await verify(['diff', 'a.json', 'b.json', '--release', 'r'], { files: ofTwo, releases: announced })).out).toContain(
      'config-map/options: entries.KC_LOG_LEVEL becomes info: in place in A, in place in B',
    );
  });

  it('is not known where one side does not hold it, or could not read a part of it', async () => {
    const none = { ...files, 'b.json': file(undefined) };
    const alone = await verify(['diff', 'a.json', 'b.json', '--release', 'r'], {
      files: none,
      releases: { r: release("server('container/keycloak').args.adds('x')") },
    });
    expect({ exitCode: alone.exitCode, out: alone.out }).toMatchObject({
      exitCode: 3,
      out: expect.stringContaining('not compared  How the server is deployed is in A alone.') as string,
    });
    expect(alone.out).toContain('container/keycloak: args adds x: announced of how the server is deployed, which was not compared.');
    const { 'config-map/options': _unread, ...rest } = objects;
    const unreadable = [{ kind: 'config-map', what: '403 on get configmaps', needs: '' }] as const;
    const blind = await verify(['diff', 'a.json', 'b.json'], { files: { ...files, 'b.json': file(rest, 'one', { unreadable }) } });
    expect(blind.exitCode).toBe(3);
    expect(blind.out).toContain('not compared  Objects of the kind config-map in B: 403 on get configmaps.');
  });
});
