import { configMap, Environment, ingress, Release, server } from '@keycloak-release-gate/core';
import type { ExpectedChange, JsonObject } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import type { ServerConfiguration } from '../kubernetes/server-configuration/evidence.ts';
import { expectedOf } from '../keycloak-config/expected/from-difference.ts';
import { serverConfigurationAsReleased } from './as-released.ts';
import { compareServers } from './comparison.ts';
import { before, deployed, objectOf, withContainer, withObjects } from './recorded.ts';

const { check } = serverConfigurationAsReleased;
const keycloak = server('container/keycloak');
const versions = { from: '26.4.0', to: '26.7.4' };

const judge = (now: ServerConfiguration, changes: readonly ExpectedChange[] = [], words: object = { deployed: versions }, old = before) =>
  check.judge({ before: old, now }, check.expects.parse({ changes, ...words }), { now: '2026-11-27T12:00:00Z' });
/** Codes and messages. */
const told = (...of: Parameters<typeof judge>): string[] =>
  judge(...of).findings.map(({ code, message }) => `${code.split('/')[1]} ${message}`);

const env = (more: JsonObject): JsonObject => ({ env: { ...(objectOf(deployed, 'container/keycloak')['env'] as JsonObject), ...more } });
const options = (entries: JsonObject): ServerConfiguration => withObjects(deployed, { 'config-map/keycloak-options': { entries } });

test('nothing but the image that the release deploys', () => {
  const judgement = judge(deployed);
  expect(judgement.findings).toEqual([]);
  expect(judgement.facts).toEqual([
    { name: 'objects compared', value: 6 },
    { name: 'secrets of which only their being there can be compared', value: 0 },
    { name: 'changes that the release announces', value: 0 },
  ]);
  expect(judgement.exhibits).toEqual([
    {
      kind: 'diff',
      title: 'What changed',
      entries: [{ path: 'container/keycloak: image', before: 'keycloak:26.4.0', after: 'keycloak:26.7.4', note: 'the release deploys it' }],
    },
  ]);
});

test('a change that nobody announced', () =>
  expect(judge(withContainer(deployed, env({ KC_PROXY_HEADERS: 'forwarded' }))).findings).toEqual([
    {
      code: 'server-configuration/UNEXPECTED_CHANGE',
      title: "The server's own configuration changed in a way that the release does not announce",
      severity: 'fail',
      subject: 'server/container/keycloak#env.KC_PROXY_HEADERS',
      message: 'container/keycloak: env.KC_PROXY_HEADERS was xforwarded and is forwarded.',
      remedy: 'Ask who changed it: undo it where it is deployed from, or add it to the expectedChanges of the release.',
    },
  ]));

/** What differs, and how it is told. */
const unannounced: readonly (readonly [string, ServerConfiguration, string])[] = [
  ['a variable', withContainer(deployed, env({ KC_FEATURES: 'x' })), 'container/keycloak: env.KC_FEATURES was set to x.'],
  [
    'an option in the ConfigMap',
    options({ KC_LOG_LEVEL: 'off', KC_DB_POOL_MAX_SIZE: '100' }),
    'config-map/keycloak-options: entries.KC_LOG_LEVEL was info and is off.',
  ],
  [
    'a ConfigMap that is gone',
    withObjects(deployed, { 'config-map/keycloak-options': undefined }),
    'config-map/keycloak-options was removed.',
  ],
  ['an argument', withContainer(deployed, { args: ['start', '--features=x', '--optimized'] }), 'container/keycloak: args: + --features=x.'],
  [
    'a limit',
    withContainer(deployed, { resources: { limits: {}, requests: { cpu: '100m', memory: '600Mi' } } }),
    'container/keycloak: resources.limits.memory was removed; it was 1Gi.',
  ],
  [
    'a probe',
    withContainer(deployed, { livenessProbe: { exec: { command: ['true'] } } }),
    'container/keycloak: livenessProbe.exec was set to {"command":["true"]}.',
  ],
  ['a sidecar', withObjects(deployed, { 'sidecar/proxy': { image: 'proxy:1' } }), 'sidecar/proxy was added.'],
  [
    'an image of a version that is not released',
    withContainer(deployed, { image: 'keycloak:26.8.0' }),
    'container/keycloak: image was keycloak:26.4.0 and is keycloak:26.8.0.',
  ],
  [
    'an image of another registry',
    withContainer(deployed, { image: 'evil.example/keycloak:26.7.4' }),
    'container/keycloak: image was keycloak:26.4.0 and is evil.example/keycloak:26.7.4.',
  ],
  [
    'the host of the Ingress',
    withObjects(deployed, {
      'ingress/keycloak': { ...objectOf(deployed, 'ingress/keycloak'), routes: { 'http://a.example/': { backend: 'keycloak:http' } } },
    }),
    'ingress/keycloak: routes.http://a.example/ was set to {"backend":"keycloak:http"}.',
  ],
];

/** As before 25, when health was on the main port. */
const probeOf = (name: string): JsonObject => objectOf(deployed, 'container/keycloak')[name] as JsonObject;
const onMain = (name: string): JsonObject => ({ ...probeOf(name), httpGet: { ...(probeOf(name)['httpGet'] as JsonObject), port: 'http' } });
const onMainPort = withObjects(
  withContainer(before, {
    ports: { http: '8080/TCP' },
    startupProbe: onMain('startupProbe'),
    readinessProbe: onMain('readinessProbe'),
    livenessProbe: onMain('livenessProbe'),
  }),
  { 'service/keycloak': { ...objectOf(before, 'service/keycloak'), ports: { http: { port: 8080, targetPort: 'http' } } } },
);

describe('any change that nobody announced is told', () => {
  test.each(unannounced)('%s', (_what, now, line) => expect(told(now)).toContain(`UNEXPECTED_CHANGE ${line}`));

  test('and the lines that announce it make it none', () => {
    const changes = [...unannounced.map(([, now]) => now), onMainPort].map((now) => {
      const [old, then] = now === onMainPort ? [onMainPort, deployed] : [before, now];
      const { differences } = compareServers(old, then);
      const lines = differences.flatMap(expectedOf);
      return { lines, findings: told(then, lines, {}, old) };
    });
    expect(changes.flatMap(({ findings }) => findings)).toEqual([]);
    // From 25 on health is on the management port: three probes, a port of the container and one of the Service.
    expect(changes.at(-1)?.lines.map(({ object, attribute }) => `${object} ${attribute}`)).toEqual([
      'container/keycloak image',
      'container/keycloak livenessProbe.httpGet.port',
      'container/keycloak ports.management',
      'container/keycloak readinessProbe.httpGet.port',
      'container/keycloak startupProbe.httpGet.port',
      'service/keycloak ports.management',
    ]);
  });

  test('the image too, where the release deploys none', () =>
    expect(told(deployed, [], {})).toEqual(['UNEXPECTED_CHANGE container/keycloak: image was keycloak:26.4.0 and is keycloak:26.7.4.']));
  test('the image too, where the release names another one', () =>
    expect(told(deployed, [], { deployed: { ...versions, image: 'sso:1' } })).toHaveLength(1));
});

describe('what is announced and was done is no surprise', () => {
  test.each<[string, ServerConfiguration, ExpectedChange[]]>([
    ['a variable', withContainer(deployed, env({ KC_LOG_LEVEL: 'DEBUG' })), [keycloak.env('KC_LOG_LEVEL').becomes('DEBUG')]],
    ['an argument', withContainer(deployed, { args: ['start', '--features=x', '--optimized'] }), [keycloak.args.adds('--features=x')]],
    [
      'all arguments, in any order',
      withContainer(deployed, { args: ['start', '--a', '--b'] }),
      [keycloak.args.becomes(['start', '--b', '--a'])],
    ],
    [
      'a limit, in another way of writing',
      withContainer(deployed, { resources: { limits: { memory: '2Gi' }, requests: { cpu: '100m', memory: '600Mi' } } }),
      [keycloak.resources.limits('memory').becomes('2048Mi', { from: '1024Mi' })],
    ],
    ['a text that looks like JSON', withContainer(deployed, env({ KC_X: '{"a": 1}' })), [keycloak.env('KC_X').becomes('{"a": 1}')]],
    [
      'an option in the ConfigMap',
      options({ KC_LOG_LEVEL: 'off', KC_DB_POOL_MAX_SIZE: '100' }),
      [configMap('keycloak-options').entry('KC_LOG_LEVEL').becomes('off')],
    ],
    ['the image by its name', withContainer(deployed, { image: 'sso:26.7.4-3' }), [keycloak.image.becomes('sso:26.7.4-3')]],
    ['a sidecar', withObjects(deployed, { 'sidecar/proxy': { image: 'proxy:1' } }), [server('sidecar/proxy').isAdded()]],
    [
      'a way in',
      withObjects(deployed, {
        'ingress/keycloak': {
          ...objectOf(deployed, 'ingress/keycloak'),
          routes: {
            ...(objectOf(deployed, 'ingress/keycloak')['routes'] as JsonObject),
            'https://b.example/': { backend: 'keycloak:http' },
          },
        },
      }),
      [ingress('keycloak').route('https://b.example/').isAdded()],
    ],
  ])('%s', (_what, now, changes) => expect(told(now, changes)).toEqual([]));

  test('an init container that runs the same image as Keycloak goes with it', () => {
    const both = (from: ServerConfiguration, image: string) => withObjects(from, { 'init-container/copy': { image } });
    expect(told(both(deployed, 'keycloak:26.7.4'), [], undefined, both(before, 'keycloak:26.4.0'))).toEqual([]);
    expect(told(both(deployed, 'themes:2'), [], undefined, both(before, 'themes:1'))).toHaveLength(1);
  });

  test('an image whose tag is no version is judged where the workload is', () =>
    expect(told(withContainer(deployed, { image: 'keycloak:sha-009b8a3' }))).toEqual([]));
});

describe('an announced change that nobody made is told, and may be yet to come', () => {
  test.each<[string, ServerConfiguration, ExpectedChange, string]>([
    [
      'not at all',
      deployed,
      keycloak.env('KC_FEATURES').becomes('x'),
      'CHANGE_MISSING container/keycloak: env.KC_FEATURES becomes x: it is still not set.',
    ],
    [
      'otherwise',
      withContainer(deployed, env({ KC_HTTP_ENABLED: 'no' })),
      keycloak.env('KC_HTTP_ENABLED').becomes('false'),
      'CHANGE_OTHERWISE container/keycloak: env.KC_HTTP_ENABLED becomes false: it is no now.',
    ],
    [
      'of a name that is wrong',
      deployed,
      configMap('keycloak-option').entry('A').isAdded(),
      'CHANGE_MISSING config-map/keycloak-option: entries.A is added: it is not there.',
    ],
    [
      'of what is not there',
      deployed,
      server('container/keycloack').image.changes(),
      'CHANGE_UNKNOWN_OBJECT container/keycloack: image: there is no container/keycloack, neither before nor now (is container/keycloak meant?).',
    ],
  ])('%s', (_what, now, change, line) => expect(told(now, [change])).toContain(line));

  test('it is waited for', () => {
    expect(judge(deployed, [keycloak.env('KC_FEATURES').becomes('x')]).settling).toContain('it is still not set');
    expect(judge(deployed).settling).toBeUndefined();
  });
});

describe('secrets', () => {
  const secret = '‹a secret›';
  const plain = { plainSecrets: [{ object: 'container/keycloak', attribute: 'env.KC_X_PASSWORD' }] };
  test('one that nobody can compare is counted, and told to stand in plain text', () => {
    const with1 = (from: ServerConfiguration) => ({ ...withContainer(from, env({ KC_X_PASSWORD: secret })), ...plain });
    const judgement = judge(withContainer(with1(deployed), {}), [], undefined, withContainer(with1(before), {}));
    expect(judgement.findings).toEqual([
      {
        code: 'server-configuration/SECRET_IN_PLAIN_TEXT',
        title: 'A secret stands in plain text in the pod template or in what it names',
        severity: 'warn',
        subject: 'server/container/keycloak#env.KC_X_PASSWORD',
        message: 'container/keycloak: env.KC_X_PASSWORD holds a secret itself, and does not refer to one.',
        remedy: 'Put it into a Secret and refer to it (`secretKeyRef`): whoever may read the workload reads it as it is.',
      },
    ]);
    expect(judgement.facts).toContainEqual({ name: 'secrets of which only their being there can be compared', value: 1 });
    expect(judgement.gaps).toBeUndefined();
  });
  test('a digest that is another one is a change', () => {
    const digest = (digits: string) => env({ KC_X_PASSWORD: `‹secret 12345678:${digits.repeat(32)}›` });
    expect(told(withContainer(deployed, digest('b')), [], undefined, withContainer(before, digest('a')))).toHaveLength(1);
    expect(told(withContainer(deployed, digest('a')), [], undefined, withContainer(before, digest('a')))).toEqual([]);
  });
  test('that one changed is announced, and nobody can see it', () => {
    const with1 = (from: ServerConfiguration) => withContainer(from, env({ KC_X_PASSWORD: secret }));
    expect(told(with1(deployed), [keycloak.env('KC_X_PASSWORD').changes()], undefined, with1(before))).toEqual([
      'CHANGE_UNVERIFIABLE container/keycloak: env.KC_X_PASSWORD: nobody can see whether it happened.',
    ]);
  });
});

test('what could not be read is never gone', () => {
  const unreadable = [{ kind: 'config-map', what: '403 on get configmaps', needs: '' }] as const;
  expect(told({ ...withObjects(deployed, { 'config-map/keycloak-options': undefined }), unreadable })).toEqual([]);
});

test('a workload that is not there', () =>
  expect(told({ ...deployed, exists: false, objects: {} })).toEqual([
    'WORKLOAD_MISSING There is no Deployment keycloak in the namespace sso.',
  ]));

test("a release's own image, version and changes of the server are what is expected", () => {
  const environment = Environment.parse({
    id: 'acc',
    title: 'Acceptance',
    keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['lab'] },
    gate: { admin: { realm: 'lab', clientId: 'release-gate', secret: { secret: 'variable', name: 'SECRET' } } },
  });
  const expected = (more: object): object => {
    const release = Release.parse({
      id: 'r1',
      title: 'R',
      description: 'D',
      environments: ['acc'],
      keycloak: versions,
      rollback: { plan: 'A', reason: 'R' },
      impact: 'I',
      ...more,
    });
    return check.expected({ suite: 'post-deploy', environment, release }, undefined);
  };
  expect(expected({ image: 'sso:1', expectedChanges: [keycloak.args.adds('x'), { object: 'client/a' }] })).toEqual({
    changes: [keycloak.args.adds('x')],
    deployed: { ...versions, image: 'sso:1' },
  });
  expect(expected({ image: 'sso:1', deploys: false })).toEqual({ changes: [] });
});
