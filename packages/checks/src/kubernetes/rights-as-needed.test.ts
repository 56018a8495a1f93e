import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { Environment } from '@keycloak-release-gate/core';
import type { CollectContext } from '@keycloak-release-gate/core';
import { afterEach, expect, it } from 'vitest';
import { access } from './access.ts';
import type { Access } from './access.ts';
import { rights } from './rights.ts';
import { rightsAsNeeded } from './rights-as-needed.ts';

const { check } = rightsAsNeeded;
const judge = (now: Access) => check.judge({ access: now }, {}, { now: '2026-11-23T21:30:00.000Z' });
/** A gate that may do all but what is named. */
const without = (...missing: readonly string[]): Access => ({
  namespace: 'sso',
  needed: rights.map((right) => ({ ...right, allowed: !missing.includes(`${right.verb} ${right.resource}`) })),
  excess: [],
});

it('passes with what is needed', () => {
  expect(judge(without())).toEqual({
    findings: [],
    gaps: [],
    facts: [{ name: 'rights needed and there', value: rights.length, unit: `of ${rights.length}` }],
  });
});

it('names the rule of each right that is missing', () => {
  expect(judge(without('get pods/log', 'list endpointslices', 'list nodes'))).toEqual({
    findings: [],
    gaps: [
      {
        code: 'kubernetes/FORBIDDEN',
        subject: 'kubernetes/sso/pods/log',
        reason: 'The gate may not get pods/log in the namespace sso.',
        remedy: 'Add to the gate\'s Role: {apiGroups: [""], resources: ["pods/log"], verbs: ["get"]}.',
      },
      {
        code: 'kubernetes/FORBIDDEN',
        subject: 'kubernetes/sso/endpointslices',
        reason: 'The gate may not list endpointslices in the namespace sso.',
        remedy: 'Add to the gate\'s Role: {apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list"]}.',
      },
      {
        code: 'kubernetes/FORBIDDEN',
        subject: 'kubernetes/nodes',
        reason: 'The gate may not list nodes.',
        remedy:
          'Add to a ClusterRole of the gate: {apiGroups: [""], resources: ["nodes"], verbs: ["list"]}; or declare `nodes: false` in the environment\'s `kubernetes`.',
      },
    ],
    facts: [{ name: 'rights needed and there', value: rights.length - 3, unit: `of ${rights.length}` }],
  });
});

const wide = (message: string, resource: string) => ({
  code: 'kubernetes/RIGHTS_TOO_WIDE',
  title: 'The credential of the gate can do more than read',
  severity: 'warn',
  subject: `kubernetes/sso/${resource}`,
  message,
  remedy: 'Give the gate a service account of its own with the shipped Role (`packages/checks/kubernetes-role.yaml`), and nothing else.',
});

it('warns of what is too wide: each right, or everything in one', () => {
  const secrets = { verb: 'get', group: '', resource: 'secrets' };
  const patch = { verb: 'patch', group: 'apps', resource: 'deployments' };
  expect(judge({ ...without(), excess: [secrets, patch] }).findings).toEqual([
    wide("The gate's credential may get secrets in the namespace sso.", 'secrets'),
    wide("The gate's credential may patch deployments (apps) in the namespace sso.", 'deployments'),
  ]);
  expect(judge({ ...without(), excess: [{ verb: '*', group: '*', resource: '*' }, secrets, patch] }).findings).toEqual([
    wide("The gate's credential may do everything in the namespace sso.", '*'),
  ]);
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

it('asks the API for each right, with its subresource and scope', async () => {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const { spec } = body as { spec: { resourceAttributes: { resource: string; verb: string } } };
      asked.push({ method: request.method, url: request.url, ...spec.resourceAttributes });
      const allowed =
        spec.resourceAttributes.resource !== 'events' &&
        (spec.resourceAttributes.verb === 'list' || spec.resourceAttributes.resource === 'pods');
      response
        .writeHead(201, { 'content-type': 'application/json' })
        .end(JSON.stringify({ kind: 'SelfSubjectAccessReview', status: { allowed } }));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const environment = Environment.parse({
    id: 'test',
    title: 'Test',
    keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['master'] },
    gate: { admin: { realm: 'master', clientId: 'gate', secret: { secret: 'variable', name: 'SECRET' } } },
    kubernetes: {
      server: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/k8s/clusters/c-1`,
      namespace: 'sso',
      workload: { name: 'keycloak' },
    },
  });
  const context: CollectContext<Record<never, never>> = {
    run: { suite: 'health', environment },
    signal: new AbortController().signal,
    looks: {},
    secret: () => 'the-token',
    stateFolder: '',
    conceal: () => undefined,
    attach: () => '',
    shared: async (_key, create) => create(),
  };
  const { value, gaps } = await access.collect({}, context);
  expect(gaps).toBeUndefined();
  expect(asked).toHaveLength(rights.length + 9);
  // A path before the API's own, as Rancher has it, is kept.
  const to = { method: 'POST', url: '/k8s/clusters/c-1/apis/authorization.k8s.io/v1/selfsubjectaccessreviews' };
  expect(asked).toContainEqual({ ...to, verb: 'get', group: '', resource: 'pods', subresource: 'log', namespace: 'sso' });
  expect(asked).toContainEqual({ ...to, verb: 'list', group: '', resource: 'nodes' });
  expect(value?.needed.filter(({ allowed }) => !allowed).map(({ verb, resource }) => `${verb} ${resource}`)).toEqual([
    'list events',
    'get deployments',
    'get statefulsets',
    'get configmaps',
  ]);
  expect(value?.excess).toEqual([
    { verb: 'list', group: '', resource: 'secrets' },
    { verb: 'create', group: '', resource: 'pods' },
    { verb: 'delete', group: '', resource: 'pods' },
    { verb: 'create', group: '', resource: 'pods/exec' },
  ]);
});
