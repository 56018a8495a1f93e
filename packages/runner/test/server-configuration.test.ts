import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { Snapshot } from '@keycloak-release-gate/checks';
import type { JsonObject } from '@keycloak-release-gate/core';
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
            initContainers: { order: [] },
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
