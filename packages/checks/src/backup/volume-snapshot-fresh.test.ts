import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { Environment } from '@keycloak-release-gate/core';
import type { CollectContext, Collected, Judgement } from '@keycloak-release-gate/core';
import { afterEach, describe, expect, test } from 'vitest';
import { volumeSnapshots } from './sources/volume-snapshots.ts';
import type { VolumeSnapshots } from './sources/volume-snapshots.ts';
import { volumeSnapshotFresh } from './volume-snapshot-fresh.ts';

const now = '2026-11-28T12:00:00.000Z';
const { check } = volumeSnapshotFresh;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A snapshot as the API gives it (kubernetes-csi/external-snapshotter, snapshot.storage.k8s.io/v1). */
const snapshot = (name: string, hour: string, { metadata = {}, source = {}, status = {} }: Record<string, object> = {}): object => ({
  apiVersion: 'snapshot.storage.k8s.io/v1',
  kind: 'VolumeSnapshot',
  metadata: { name, namespace: 'db', uid: `uid-of-${name}`, creationTimestamp: `2026-11-28T${hour}:00:00Z`, ...metadata },
  spec: { source: { persistentVolumeClaimName: 'data-keycloak-db-0', ...source }, volumeSnapshotClassName: 'csi' },
  status: {
    boundVolumeSnapshotContentName: `snapcontent-${name}`,
    creationTime: `2026-11-28T${hour}:00:05Z`,
    readyToUse: true,
    restoreSize: '10Gi',
    ...status,
  },
});
const notReady = { readyToUse: false, creationTime: undefined, restoreSize: undefined };

interface Api {
  readonly items?: readonly object[];
  readonly groups?: readonly string[];
  readonly status?: number;
}

async function look({ items = [], groups = ['apps', 'snapshot.storage.k8s.io'], status = 200 }: Api): Promise<Collected<VolumeSnapshots>> {
  const started = createServer(({ url }, answer) => {
    const isList = url?.startsWith('/apis/snapshot.storage.k8s.io/v1/namespaces/db/volumesnapshots?') === true;
    const refused = { kind: 'Status', message: 'volumesnapshots.snapshot.storage.k8s.io is forbidden: User "gate" cannot list it' };
    const body = isList
      ? status === 200
        ? { kind: 'VolumeSnapshotList', metadata: {}, items }
        : refused
      : { kind: 'APIGroupList', groups: groups.map((name) => ({ name })) };
    answer.writeHead(isList ? status : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  const environment = Environment.parse({
    id: 'test',
    title: 'Test',
    keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['master'] },
    gate: { admin: { realm: 'master', clientId: 'gate', secret: { secret: 'variable', name: 'SECRET' } } },
    kubernetes: {
      server: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
      token: { secret: 'variable', name: 'TOKEN' },
      namespace: 'sso',
      workload: { name: 'keycloak' },
    },
    backups: { volumeSnapshot: { claim: 'data-keycloak-db-0', namespace: 'db' } },
  });
  const disposals: (() => Promise<void>)[] = [];
  const context: CollectContext<Record<never, never>> = {
    run: { suite: 'health', environment },
    signal: AbortSignal.timeout(10_000),
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
  const collected = await volumeSnapshots.collect({}, context);
  for (const dispose of disposals) await dispose();
  return collected;
}

async function judged(api: Api, limits: object = {}): Promise<Judgement> {
  const { value, gaps = [] } = await look(api);
  if (value === undefined) return { findings: [], gaps };
  const judgement = check.judge({ seen: volumeSnapshots.evidence.parse(value), live: undefined }, check.expects.parse(limits), { now });
  return { ...judgement, gaps: [...gaps, ...(judgement.gaps ?? [])] };
}

const yesterday = snapshot('nightly-1', '01');

test('one that is ready and new enough', async () => {
  const { findings, gaps, facts, exhibits } = await judged({
    items: [snapshot('nightly-2', '02'), yesterday, snapshot('other', '11', { source: { persistentVolumeClaimName: 'data-other-0' } })],
  });
  expect({ findings, gaps }).toEqual({ findings: [], gaps: [] });
  expect(facts).toEqual([
    { name: 'backups in VolumeSnapshot, claim data-keycloak-db-0', value: 2 },
    { name: 'newest sound backup', value: 'nightly-2' },
    { name: 'kind', value: 'snapshot' },
    { name: 'age', value: 10, unit: 'h' },
    { name: 'size', value: 10_737_418_240, unit: 'bytes' },
    { name: 'fingerprint', value: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown },
    { name: 'consistent', value: expect.stringMatching(/^as after a crash, and only if .* lie on this one volume/) as unknown },
  ]);
  expect(exhibits).toMatchObject([
    {
      rows: [
        ['nightly-2', 'snapshot', '2026-11-28T02:00:05Z', '10737418240', 'complete'],
        ['nightly-1', 'snapshot', '2026-11-28T01:00:05Z', '10737418240', 'complete'],
      ],
    },
  ]);
});

describe.each<[string, readonly object[], readonly string[]]>([
  ['none', [], ['fail backup/NONE_FOUND']],
  ['none of this claim', [snapshot('other', '11', { source: { persistentVolumeClaimName: 'data-other-0' } })], ['fail backup/NONE_FOUND']],
  [
    'one that does not say of which claim',
    [snapshot('given', '11', { source: { persistentVolumeClaimName: undefined, volumeSnapshotContentName: 'c' } })],
    ['fail backup/NONE_FOUND'],
  ],
  ['one alone', [yesterday], ['warn backup/ONLY_ONE']],
  ['the first one is being taken', [snapshot('nightly-1', '11', { status: notReady })], ['gap backup/IN_PROGRESS_ONLY']],
  ['nothing is told of the first one yet', [{ ...snapshot('nightly-1', '11'), status: undefined }], ['gap backup/IN_PROGRESS_ONLY']],
  [
    'one that is bound to nothing',
    [snapshot('n', '11', { status: { boundVolumeSnapshotContentName: undefined } })],
    ['gap backup/IN_PROGRESS_ONLY'],
  ],
  ['one more is being taken', [snapshot('nightly-3', '11', { status: notReady }), snapshot('nightly-2', '02'), yesterday], []],
  [
    'the last one fails, behind a new one',
    [
      snapshot('nightly-3', '11', { status: { ...notReady, error: { time: '2026-11-28T11:00:09Z', message: 'no space left' } } }),
      snapshot('nightly-2', '02'),
      yesterday,
    ],
    ['warn backup/LAST_RUN_FAILED'],
  ],
  ['it failed once, and is ready now', [snapshot('nightly-2', '02', { status: { error: { message: 'timed out' } } }), yesterday], []],
  [
    'all are being deleted',
    [snapshot('nightly-2', '02', { metadata: { deletionTimestamp: '2026-11-28T11:00:00Z' } })],
    ['fail backup/NONE_FOUND'],
  ],
  [
    'the storage does not say when it took it',
    [snapshot('n', '02', { status: { creationTime: undefined } })],
    ['warn backup/ONLY_ONE', 'gap backup/TIME_UNKNOWN'],
  ],
  ['its clock is ahead', [snapshot('nightly-2', '13'), yesterday], ['fail backup/FUTURE_DATED']],
  // Zero is how the storage says that it does not tell the size.
  ['of unknown size', [snapshot('nightly-2', '02', { status: { restoreSize: '0' } }), yesterday], []],
])('%s', (_name, items, expected) => {
  test('is told as it is', async () => {
    const { findings, gaps = [] } = await judged({ items });
    expect([...findings.map(({ severity, code }) => `${severity} ${code}`), ...gaps.map(({ code }) => `gap ${code}`)]).toEqual(expected);
  });
});

test('an old one, in full', async () =>
  expect((await judged({ items: [snapshot('nightly-2', '02'), yesterday] }, { warnAfterHours: 5, failAfterHours: 9 })).findings).toEqual([
    {
      code: 'backup/STALE',
      title: 'The newest good backup is too old',
      severity: 'fail',
      subject: 'backup/nightly-2',
      message:
        'nightly-2, the newest sound backup of VolumeSnapshot, claim data-keycloak-db-0, was taken 10 h ago, at 2026-11-28T02:00:05Z; the limit is 9 h.',
      expected: 9,
      actual: 10,
      remedy:
        'Have DevOps take a backup now, and find out why the last scheduled one is missing. Whatever happened since would be lost by a restore.',
    },
  ]));

test('what is being deleted, and which claims there are', async () => {
  const deleted = snapshot('nightly-2', '02', { metadata: { deletionTimestamp: '2026-11-28T11:00:00Z' } });
  const { facts } = await judged({ items: [deleted, snapshot('other', '11', { source: { persistentVolumeClaimName: 'data-other-0' } })] });
  expect(facts).toEqual(
    expect.arrayContaining([
      { name: 'being deleted, so not counted', value: 'nightly-2' },
      { name: 'claims that have VolumeSnapshots here', value: 'data-other-0' },
    ]),
  );
});

test('without the right to read them', async () =>
  expect((await judged({ status: 403 })).gaps).toMatchObject([
    {
      code: 'kubernetes/FORBIDDEN',
      subject: 'kubernetes/db/volumesnapshots',
      remedy: 'Add to the gate\'s Role: {apiGroups: ["snapshot.storage.k8s.io"], resources: ["volumesnapshots"], verbs: ["list"]}.',
    },
  ]));

test('in a cluster that knows none', async () =>
  expect((await judged({ groups: ['apps'] })).gaps).toMatchObject([
    { code: 'backup/SOURCE_UNREACHABLE', reason: 'This Kubernetes cluster knows no VolumeSnapshots (snapshot.storage.k8s.io).' },
  ]));
test('in a cluster that knows them in another version alone', async () =>
  expect((await judged({ status: 404 })).gaps).toMatchObject([{ code: 'kubernetes/NOT_KUBERNETES' }]));
