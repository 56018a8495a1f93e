import { describe, expect, test } from 'vitest';
import type { DatabaseState } from '../database/state.ts';
import { cloudNativePgSound } from './cloudnativepg-sound.ts';
import { CloudNativePgBackups } from './sources/cloudnativepg.ts';

const { check } = cloudNativePgSound;
const now = '2026-11-28T12:00:00Z';
const backup = (id: string, hour: string, more: object = {}) => ({
  id,
  kind: 'physical',
  startedAt: `2026-11-28T${hour}:00:00Z`,
  finishedAt: `2026-11-28T${hour}:05:00Z`,
  consistentAt: `2026-11-28T${hour}:05:00Z`,
  bytes: null,
  sha256: null,
  pgVersion: '17',
  dbName: null,
  systemId: null,
  state: 'complete',
  problem: null,
  ...more,
});
const works = { works: true, since: '2026-11-01T00:00:00Z', message: 'Continuous archiving is working' };
const told = (more: object): string[] => {
  const { findings, gaps = [] } = judge(more);
  // That there is only one has tests of its own.
  const others = findings.filter(({ code }) => code !== 'backup/ONLY_ONE');
  return [...others.map(({ severity, code }) => `${severity} ${code}`), ...gaps.map(({ code }) => `gap ${code}`)];
};
const judge = (more: object, live?: DatabaseState) =>
  check.judge(
    {
      seen: CloudNativePgBackups.parse({
        source: 'CloudNativePG, cluster keycloak-db',
        cluster: 'keycloak-db',
        namespace: 'db',
        backups: [backup('nightly-2', '02'), backup('nightly-1', '01')],
        leftOut: 0,
        archiving: works,
        stores: [],
        archive: null,
        ...more,
      }),
      live,
    },
    check.expects.parse({}),
    { now },
  );
const store = { name: 's3', recoverableFrom: '2026-11-01T02:05:00Z', lastSuccess: '2026-11-28T02:05:00Z' };

describe.each<[string, object, readonly string[]]>([
  ['as it should be', {}, []],
  ['with an object store', { stores: [store] }, []],
  ['none yet', { backups: [] }, ['fail backup/NONE_FOUND']],
  ['the resources were deleted, and the object store knows', { backups: [], stores: [store] }, []],
  ['the object store knows of none', { backups: [], stores: [{ ...store, lastSuccess: null }] }, ['fail backup/NONE_FOUND']],
  [
    'the first one runs',
    { backups: [backup('nightly-1', '11', { state: 'running', consistentAt: null })] },
    ['gap backup/IN_PROGRESS_ONLY'],
  ],
  [
    'the last one failed',
    { backups: [backup('nightly-3', '10', { state: 'failed' }), backup('nightly-2', '02')] },
    ['warn backup/LAST_RUN_FAILED'],
  ],
  ['archiving fails', { archiving: { ...works, works: false } }, ['fail backup/WAL_LAG']],
  ['nobody knows of archiving', { archiving: null }, ['gap backup/ARCHIVE_UNSEEN']],
  ['a snapshot needs none', { archiving: null, backups: [backup('snapshot-1', '02', { kind: 'snapshot' })] }, []],
  [
    'the server says that it lags',
    {
      archive: {
        now,
        systemIdentifier: null,
        inRecovery: false,
        mode: 'on',
        lastArchived: '000000010000000000000004',
        lastArchivedAt: '2026-11-28T10:00:00Z',
        lastFailed: null,
        lastFailedAt: null,
        countedSince: null,
        waiting: 100_000,
      },
    },
    ['fail backup/WAL_LAG'],
  ],
])('%s', (_name, more, expected) => {
  test('is told as it is', () => expect(told(more)).toEqual(expected));
});

describe('the identifier of the cluster', () => {
  const archive = {
    now,
    systemIdentifier: '77',
    inRecovery: false,
    mode: 'on',
    lastArchived: '000000010000000000000004',
    lastArchivedAt: '2026-11-28T11:59:00Z',
    lastFailed: null,
    lastFailedAt: null,
    countedSince: null,
    waiting: 100_000,
  };
  const fact = (more: object): unknown => judge(more).facts?.find(({ name }) => name === 'identifier of the cluster')?.value;
  test('is that of the database', () => expect(fact({ archive, systemId: '77' })).toBe('77'));
  test('is another one', () =>
    expect(judge({ archive, systemId: '78' }).findings).toMatchObject([
      {
        code: 'backup/WRONG_SYSTEM_ID',
        message: "CloudNativePG, cluster keycloak-db is the cluster 78; Keycloak's database is in the cluster 77.",
      },
    ]));
  test('was not compared', () => {
    expect(fact({ archive })).toBe("not compared with that of Keycloak's database: CloudNativePG does not tell it");
    expect(fact({ systemId: '77' })).toBe("not compared with that of Keycloak's database: the database's own was not read");
  });
});

test('the object store tells of the last one alone, not that it is the only one', () =>
  expect(judge({ backups: [], stores: [store] }).findings).toEqual([]));

test('clocks that differ', () => {
  const live = { database: 'keycloak', server: { clockAheadBy: 130_000 } } as DatabaseState;
  expect(judge({}, live).findings.map(({ code }) => code)).toEqual(['backup/CLOCK_SKEW']);
});

test('says since when archiving fails, and why', () =>
  expect(
    judge({ archiving: { works: false, since: '2026-11-28T09:00:00Z', message: 'unexpected failure invoking barman-cloud-wal-archive' } })
      .findings,
  ).toMatchObject([
    {
      message:
        'The write-ahead log of CloudNativePG, cluster keycloak-db has not been archived since 2026-11-28T09:00:00Z: unexpected failure invoking barman-cloud-wal-archive.',
    },
  ]));
