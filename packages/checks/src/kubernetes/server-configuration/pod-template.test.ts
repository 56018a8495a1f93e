import { createRedactor } from '@keycloak-release-gate/core';
import type { Json, JsonObject } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare } from '../../keycloak-config/diff/compare.ts';
import { describe as describeDifference } from '../../keycloak-config/diff/words.ts';
import { secretDigest } from '../../keycloak-config/secret-digest.ts';
import { normaliseConfigMap } from './config-map.ts';
import { concealer } from './plain-secrets.ts';
import { namedConfigMaps, objectsOfWorkload } from './pod-template.ts';
import { leadingIngresses, leadingServices, normaliseIngress, normaliseService } from './surroundings.ts';

const reading = { kind: 'Deployment', container: 'keycloak', commit: undefined } as const;
const read = (spec: JsonObject, more: Partial<Parameters<typeof objectsOfWorkload>[1]> = {}) =>
  objectsOfWorkload(spec, { ...reading, ...more }, concealer(undefined));

/** A Deployment's spec with these members in its pod and in its container. */
const deployment = (container: JsonObject = {}, pod: JsonObject = {}, more: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
  replicas: 2,
  selector: { matchLabels: { app: 'keycloak' } },
  ...more,
  template: {
    metadata: { labels: { app: 'keycloak' }, ...metadata },
    spec: { containers: [{ name: 'keycloak', image: 'keycloak:26.7.4', ...container }], ...pod },
  },
});
const keycloak = (container: JsonObject) => read(deployment(container))['container/keycloak'];

test('a pod template becomes named objects', () =>
  expect(
    read(
      deployment(
        {
          args: ['start', '--optimized', '--db=postgres'],
          env: [
            { name: 'KC_LOG_LEVEL', value: 'info' },
            { name: 'KC_DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'keycloak-db', key: 'password' } } },
            { name: 'KC_FEATURES', valueFrom: { configMapKeyRef: { name: 'features', key: 'on', optional: true } } },
            { name: 'POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
          ],
          envFrom: [{ configMapRef: { name: 'keycloak-options' } }, { prefix: 'KC_', secretRef: { name: 'more', optional: true } }],
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }, { containerPort: 9000 }],
          readinessProbe: { httpGet: { path: '/health/ready', port: 'http', scheme: 'HTTP' }, failureThreshold: 3, periodSeconds: 5 },
          resources: { limits: { memory: '2048Mi' }, requests: { cpu: '1000m' } },
          volumeMounts: [{ name: 'themes', mountPath: '/opt/keycloak/themes', readOnly: true }],
        },
        {
          initContainers: [
            { name: 'copy', image: 'themes:1' },
            { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' },
          ],
          volumes: [
            { name: 'themes', emptyDir: {} },
            { name: 'tls', secret: { secretName: 'sso-tls', defaultMode: 420 } },
          ],
          serviceAccountName: 'keycloak',
        },
        { strategy: { type: 'Recreate' } },
      ),
    ),
  ).toEqual({
    workload: {
      kind: 'Deployment',
      strategy: { type: 'Recreate' },
      pod: { serviceAccountName: 'keycloak', annotations: {}, labels: { app: 'keycloak' } },
    },
    'container/keycloak': {
      image: 'keycloak:26.7.4',
      args: ['start', '--db=postgres', '--optimized'],
      env: {
        KC_LOG_LEVEL: 'info',
        KC_DB_PASSWORD: { from: 'Secret keycloak-db/password' },
        KC_FEATURES: { from: 'ConfigMap features/on', optional: true },
        POD_IP: { from: 'field status.podIP' },
      },
      envFrom: ['ConfigMap keycloak-options', 'Secret more, prefix KC_, optional'],
      ports: { http: '8080/TCP', '9000/TCP': '9000/TCP' },
      readinessProbe: { httpGet: { path: '/health/ready', port: 'http' }, periodSeconds: 5 },
      resources: { limits: { memory: '2Gi' }, requests: { cpu: '1' } },
      mounts: { '/opt/keycloak/themes': { volume: 'themes', readOnly: true } },
    },
    'init-container-order': { order: ['copy', 'proxy'] },
    'init-container/copy': { image: 'themes:1', env: {}, ports: {}, mounts: {}, resources: { limits: {}, requests: {} } },
    'sidecar/proxy': { image: 'proxy:1', env: {}, ports: {}, mounts: {}, resources: { limits: {}, requests: {} } },
    'volume/themes': { emptyDir: {} },
    'volume/tls': { secret: { secretName: 'sso-tls' } },
  }));

describe('no change', () => {
  test.each<[string, JsonObject, JsonObject]>([
    [
      'what an API server adds',
      deployment({ livenessProbe: { httpGet: { port: 9000 } } }, { volumes: [{ name: 'a', configMap: { name: 'a' } }] }),
      deployment(
        {
          livenessProbe: {
            httpGet: { path: '/', port: 9000, scheme: 'HTTP' },
            timeoutSeconds: 1,
            periodSeconds: 10,
            successThreshold: 1,
            failureThreshold: 3,
          },
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
        },
        {
          volumes: [{ name: 'a', configMap: { name: 'a', defaultMode: 420 } }],
          restartPolicy: 'Always',
          dnsPolicy: 'ClusterFirst',
          schedulerName: 'default-scheduler',
          securityContext: {},
          terminationGracePeriodSeconds: 30,
        },
        {
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
          revisionHistoryLimit: 10,
          progressDeadlineSeconds: 600,
        },
        { creationTimestamp: null },
      ),
    ],
    ['more pods', deployment(), deployment({}, {}, { replicas: 5 })],
    [
      'the name of the service account, given twice',
      deployment({}, { serviceAccountName: 'a' }),
      deployment({}, { serviceAccountName: 'a', serviceAccount: 'a' }),
    ],
    [
      'what tools keep of their own doing',
      deployment(),
      deployment(
        {},
        {},
        {},
        {
          labels: { app: 'keycloak', 'app.kubernetes.io/version': '26.7.4', 'helm.sh/chart': 'keycloak-7.1.2' },
          annotations: {
            'kubectl.kubernetes.io/restartedAt': '2026-11-27T10:00:00Z',
            'checksum/config': 'aa11',
            'cattle.io/timestamp': '2026-11-27T10:00:00Z',
            'org.opencontainers.image.revision': '009b8a3a9ccbb128af87f9b1c0f4c62e8a304f6d',
          },
        },
      ),
    ],
    [
      'a variable by which a tool makes pods anew',
      deployment(),
      deployment({ env: [{ name: 'STAKATER_KEYCLOAK_OPTIONS_CONFIGMAP', value: 'aa11' }] }),
    ],
    [
      'variables in another order',
      deployment({
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      }),
      deployment({
        env: [
          { name: 'B', value: '2' },
          { name: 'A', value: '1' },
        ],
      }),
    ],
    [
      'options in another order',
      deployment({ args: ['start', '--db', 'postgres', '--optimized', '-Dx=1'] }),
      deployment({ args: ['start', '-Dx=1', '--optimized', '--db', 'postgres'] }),
    ],
    [
      'sets in another order',
      deployment({ securityContext: { capabilities: { drop: ['ALL', 'NET_RAW'] } } }, { imagePullSecrets: [{ name: 'a' }, { name: 'b' }] }),
      deployment({ securityContext: { capabilities: { drop: ['NET_RAW', 'ALL'] } } }, { imagePullSecrets: [{ name: 'b' }, { name: 'a' }] }),
    ],
  ])('%s', (_what, one, other) => expect(read(other)).toEqual(read(one)));

  test('the commit where the environment declares it', () => {
    const at = (commit: string) =>
      deployment({ env: [{ name: 'COMMIT', value: commit }] }, {}, {}, { annotations: { git: commit }, labels: { git: commit } });
    // It stands in three places: in the one that is declared it moves with each deploy.
    for (const commit of [{ env: 'COMMIT' }, { annotation: 'git' }, { label: 'git' }] as const)
      expect(JSON.stringify(read(at('009b8a3'), { commit })).split('009b8a3')).toHaveLength(3);
  });
});

describe('a change', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['the order of options of one name', { args: ['start', '--a=1', '--a=2'] }, { args: ['start', '--a=2', '--a=1'] }],
    ['the order of arguments of another program', { command: ['java'], args: ['-a', '-b'] }, { command: ['java'], args: ['-b', '-a'] }],
    [
      'the order of variables of which one names the other',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '$(A)' },
        ],
      },
      {
        env: [
          { name: 'B', value: '$(A)' },
          { name: 'A', value: '1' },
        ],
      },
    ],
    [
      'the order of values of one variable',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
      {
        env: [
          { name: 'A', value: '2' },
          { name: 'A', value: '1' },
        ],
      },
    ],
    [
      'the order of what whole ConfigMaps give',
      { envFrom: [{ configMapRef: { name: 'a' } }, { configMapRef: { name: 'b' } }] },
      { envFrom: [{ configMapRef: { name: 'b' } }, { configMapRef: { name: 'a' } }] },
    ],
    [
      'another key of a Secret',
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'a' } } }] },
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'b' } } }] },
    ],
    ['a member that nobody knows yet', {}, { futureSetting: 'on' }],
    ['a hook', {}, { lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } } }],
    ['a probe that is gone', { livenessProbe: { httpGet: { port: 9000 } } }, {}],
  ])('%s', (_what, one, other) => expect(keycloak(other)).not.toEqual(keycloak(one)));

  test('an init container that comes is one object more, and one that changes places is told', () => {
    const differing = (one: readonly string[], other: readonly string[]) => {
      const of = (names: readonly string[]) => ({
        ids: {},
        ambiguous: [],
        unreadable: [],
        objects: read(deployment({}, { initContainers: names.map((name) => ({ name })) })),
      });
      return compare(of(one), of(other)).differences.map(describeDifference);
    };
    expect(differing([], ['a'])).toEqual(['init-container/a was added']);
    expect(differing(['a', 'b'], ['b', 'a'])).toEqual(['init-container-order: order: the order changed']);
  });

  test('of a StatefulSet', () => {
    const set = (more: JsonObject): Json | undefined =>
      read({ ...deployment(), serviceName: 'keycloak', ...more }, { kind: 'StatefulSet' })['workload'];
    expect(set({ updateStrategy: { type: 'OnDelete' } })).toMatchObject({
      kind: 'StatefulSet',
      strategy: { type: 'OnDelete' },
      serviceName: 'keycloak',
    });
    expect(
      set({ podManagementPolicy: 'OrderedReady', updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } }),
    ).toEqual(set({}));
    expect(set({ volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { storageClassName: 'fast' } }] })).not.toEqual(set({}));
  });
});

test('the ConfigMaps that are named, wherever they are, and whether one can do without them', () =>
  expect(
    namedConfigMaps(
      deployment(
        {
          env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'one', key: 'a', optional: true } } }],
          envFrom: [{ configMapRef: { name: 'two' } }],
        },
        {
          initContainers: [{ name: 'i', env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'one', key: 'b' } } }] }],
          volumes: [
            { name: 'v', configMap: { name: 'three', optional: true } },
            { name: 'w', projected: { sources: [{ configMap: { name: 'four' } }, { secret: { name: 'five' } }] } },
          ],
        },
      ),
    ),
  ).toEqual(
    new Map([
      ['one', { optional: false }],
      ['two', { optional: false }],
      ['three', { optional: true }],
      ['four', { optional: false }],
    ]),
  ));

describe('the way in', () => {
  const service = (name: string, selector: JsonObject): JsonObject => ({
    metadata: { name },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.0.0.7',
      clusterIPs: ['10.0.0.7'],
      sessionAffinity: 'None',
      selector,
      ports: [{ name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP' }],
    },
  });
  const ingress = (host: string, serviceName: string, tls: JsonObject[] = []): JsonObject => ({
    metadata: {
      name: host,
      annotations: { 'nginx.ingress.kubernetes.io/proxy-buffer-size': '16k', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    },
    spec: {
      ingressClassName: 'nginx',
      tls,
      rules: [
        { host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: serviceName, port: { name: 'http' } } } }] } },
      ],
    },
  });
  const services = [service('keycloak', { app: 'keycloak' }), service('other', { app: 'other' }), service('none', {})];

  test('is through the Services that select the pods, and the Ingresses before them', () => {
    const found = leadingServices(services, { app: 'keycloak', tier: 'sso' }, ['none']);
    expect(found.map((each) => normaliseService(each, concealer(undefined))[0])).toEqual(['service/keycloak', 'service/none']);
    const ingresses = [ingress('sso.example', 'keycloak'), ingress('shop.example', 'other')];
    expect(leadingIngresses(ingresses, found).map((each) => normaliseIngress(each, concealer(undefined))[0])).toEqual([
      'ingress/sso.example',
    ]);
  });

  test('is told by addresses, encrypted where a certificate covers them', () => {
    expect(
      normaliseIngress(ingress('sso.example', 'keycloak', [{ hosts: ['*.example'], secretName: 'tls' }]), concealer(undefined)),
    ).toEqual([
      'ingress/sso.example',
      {
        class: 'nginx',
        annotations: { 'nginx.ingress.kubernetes.io/proxy-buffer-size': '16k' },
        routes: { 'https://sso.example/': { backend: 'keycloak:http', pathType: 'Prefix' } },
        certificates: { tls: ['https://*.example'] },
      },
    ]);
    expect(normaliseIngress(ingress('a.sso.example', 'keycloak', [{ hosts: ['*.example'] }]), concealer(undefined))[1]).toMatchObject({
      routes: { 'http://a.sso.example/': {} },
    });
  });

  test('has all hosts of a certificate, in however many parts they are written, and a host without a path', () => {
    const two = [
      { hosts: ['b.example', 'a.example'], secretName: 'tls' },
      { hosts: ['c.example', 'a.example'], secretName: 'tls' },
    ];
    const of = ingress('sso.example', 'keycloak', two);
    const rules = [{ host: 'a.example' }];
    expect(normaliseIngress({ ...of, spec: { tls: two, rules } }, concealer(undefined))[1]).toMatchObject({
      routes: { 'https://a.example': { backend: 'the default' } },
      certificates: { tls: ['https://a.example', 'https://b.example', 'https://c.example'] },
    });
  });

  test('has the port of the nodes, where it is reached by that', () => {
    const ports = (type: string) => {
      const of = service('keycloak', {});
      return normaliseService({ ...of, spec: { type, ports: [{ name: 'http', port: 80, nodePort: 30_080 }] } }, concealer(undefined))[1][
        'ports'
      ];
    };
    expect(ports('NodePort')).toEqual({ http: { port: 80, nodePort: 30_080 } });
    expect(ports('LoadBalancer')).toEqual({ http: { port: 80 } });
  });

  test('what the cluster chooses for a Service says nothing', () =>
    expect(normaliseService(service('keycloak', { app: 'keycloak' }), concealer(undefined))[1]).toEqual({
      annotations: {},
      selector: { app: 'keycloak' },
      ports: { http: { port: 8080, targetPort: 'http' } },
    }));
});

describe('a ConfigMap', () => {
  const entry = (key: string, text: string): Json | undefined => {
    const { entries } = normaliseConfigMap({ data: { [key]: text } }, 'c', concealer(undefined)) as {
      entries: Readonly<Record<string, Json>>;
    };
    return entries[key];
  };
  test.each<[string, string, Json]>([
    ['KC_LOG_LEVEL', 'info', 'info'],
    ['keycloak.conf', '# options\nlog-level=info\n\ndb = postgres\n', { 'log-level': 'info', db: 'postgres' }],
    [
      'realm.json',
      '{"enabled": true, "clients": [{"clientId": "a", "secret": "s3cr3t-text"}]}',
      { enabled: true, clients: [{ clientId: 'a', secret: '‹a secret›' }] },
    ],
    ['realm.json', '{"users": [{"username": "alice", "email": "alice@example.org"}]}', { users: '‹a secret›' }],
    ['db.password', 's3cr3t-text', '‹a secret›'],
    ['twice.conf', 'a=1\na=2', ['a=1', 'a=2']],
    [
      'values.yaml',
      'a: 1\npassword: two words\nlist:\n  - name: KC_DB_PASSWORD\n    value: "s3cr3t-text"\n',
      ['a: 1', 'password: ‹a secret›', 'list:', '  - name: KC_DB_PASSWORD', '    value: "‹a secret›"'],
    ],
    ['values.yaml', 'password: |\n  s3cr3t\n  text\nb: 1', ['password: |', '  ‹a secret›', '  ‹a secret›', 'b: 1']],
    ['cache.xml', '<a>\n<x password="s3cr3t"/>\n</a>', ['<a>', '<x password="‹a secret›"/>', '</a>']],
  ])('%s: %j', (key, text, normal) => expect(entry(key, text)).toEqual(normal));

  test('binary data and long texts are told by their hash; the place of a secret in them stays', () => {
    expect(normaliseConfigMap({ binaryData: { 'a.jks': 'AAECAw==' } }, 'c', concealer(undefined))).toEqual({
      entries: { 'a.jks': 'sha256:054edec1d0211f624fed0cbca9d4f9400b0e491c43742af2c5b0abebf0c990d8' },
    });
    const long = (level: string): string => `${'x\n'.repeat(2_000)}log: ${level}\nmy.password=s3cr3t\n`;
    expect(entry('long.txt', long('info'))).toMatch(/^a long text, sha256:[0-9a-f]{64} ‹a secret›$/);
    expect(entry('long.txt', long('debug'))).not.toBe(entry('long.txt', long('info')));
  });
});

describe('no literal secret survives', () => {
  const secretText = fc
    .string({ minLength: 8, maxLength: 24, unit: fc.constantFrom(...Array.from('abcXYZ0189!%*+/_,.:;@#~^')) })
    .filter((text) => !/^[-.,:;@#~^]*$/.test(text));
  const redactor = createRedactor({ salt: 'salt' });
  const digest = secretDigest('a-key-of-thirty-two-characters-or-more', 'one');
  const places: readonly (readonly [string, (secret: string) => string])[] = [
    ['a variable', (s) => JSON.stringify(template({ env: [{ name: 'KC_DB_PASSWORD', value: s }] }))],
    ['an argument', (s) => JSON.stringify(template({ args: ['start', `--db-password=${s}`] }))],
    ['the next argument', (s) => JSON.stringify(template({ args: ['start', '--db-password', s] }))],
    [
      'a command for a shell',
      (s) => JSON.stringify(template({ command: ['sh', '-c'], args: [`kc.sh start --db-password="${s}" --optimized`] })),
    ],
    [
      'a system property',
      (s) => JSON.stringify(template({ env: [{ name: 'JAVA_OPTS_APPEND', value: `-Dx=1 -Djavax.net.ssl.trustStorePassword=${s}` }] })),
    ],
    [
      'a properties file',
      (s) => JSON.stringify(normaliseConfigMap({ data: { 'keycloak.conf': `db-password=${s}\nb=1` } }, 'c', concealer(digest))),
    ],
    [
      'a YAML file',
      (s) => JSON.stringify(normaliseConfigMap({ data: { 'a.yaml': `a:\n  clientSecret: ${s}\n  b: 1` } }, 'c', concealer(digest))),
    ],
    [
      'a JSON file',
      (s) => JSON.stringify(normaliseConfigMap({ data: { 'a.json': JSON.stringify({ a: { clientSecret: s } }) } }, 'c', concealer(digest))),
    ],
    [
      'an XML file',
      (s) => JSON.stringify(normaliseConfigMap({ data: { 'a.xml': `<a>\n<keystore password="${s}"/>\n</a>` } }, 'c', concealer(digest))),
    ],
  ];
  const template = (container: JsonObject) => objectsOfWorkload(deployment(container), reading, concealer(digest));
  test.each(places)('in %s', (_where, normalised) =>
    fc.assert(
      fc.property(secretText, (secret) => {
        const text = normalised(secret);
        expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
        expect(text).toMatch(/‹secret [0-9a-f]{8}:[0-9a-f]{32}›/);
        // What is written is redacted once more, and must still be comparable.
        expect(redactor.json(JSON.parse(text))).toEqual(JSON.parse(text));
      }),
    ),
  );

  test('where one stood is told once, and what refers to one is none', () => {
    const conceal = concealer(undefined);
    objectsOfWorkload(
      deployment({
        env: [
          { name: 'KC_DB_PASSWORD', value: 'literal' },
          { name: 'KC_OTHER_PASSWORD', value: '$(KC_DB_PASSWORD)' },
          { name: 'KC_DB_URL', value: 'jdbc:postgresql://db/kc?password=literal&sslmode=require' },
        ],
        args: ['--a-password=one', '--b-password=two', '--c-password=${vault.c}'],
      }),
      reading,
      conceal,
    );
    expect(conceal.found()).toEqual([
      { object: 'container/keycloak', attribute: 'args' },
      { object: 'container/keycloak', attribute: 'env.KC_DB_PASSWORD' },
      { object: 'container/keycloak', attribute: 'env.KC_DB_URL' },
    ]);
  });
});
