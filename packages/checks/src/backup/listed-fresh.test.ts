import { describe, expect, test } from 'vitest';
import { listedBackupsFresh } from './listed-fresh.ts';
import { newestBackups } from './sources/backup.ts';
import { parseListed } from './sources/listed.ts';

const { check } = listedBackupsFresh;
const listed = parseListed(
  JSON.stringify({
    format: 'keycloak-release-gate/backups',
    version: 1,
    backups: [
      { id: '20261127T020000', kind: 'physical', state: 'complete', finishedAt: '2026-11-27T02:10:00Z' },
      { id: '20261128T020000', kind: 'physical', state: 'complete', systemId: '77', finishedAt: '2026-11-28T02:10:00Z' },
      { id: 'sso', kind: 'logical', state: 'complete', dbName: 'sso', startedAt: '2026-11-28T05:00:00Z' },
    ],
  }),
);
if (typeof listed === 'string') throw new Error(listed);
const seen = { source: '`list-backups`', ...newestBackups(listed), live: '77' };
const judge = (now: string, live = '77') =>
  check.judge({ seen: { ...seen, live }, live: undefined }, check.expects.parse({ database: 'keycloak' }), { now });

test('the newest that may be of this database counts', () => {
  const { findings, gaps, facts } = judge('2026-11-28T06:00:00Z');
  expect({ findings, gaps }).toEqual({ findings: [], gaps: [] });
  expect(facts).toContainEqual({ name: 'newest sound backup', value: '20261128T020000' });
});

test('and is told when it is too old', () =>
  expect(judge('2026-11-29T06:00:00Z').findings).toMatchObject([
    {
      code: 'backup/STALE',
      severity: 'fail',
      message:
        '20261128T020000, the newest sound backup of `list-backups`, was taken 27.8 h ago, at 2026-11-28T02:10:00.000Z; the limit is 24 h.',
    },
  ]));

test('of another cluster', () =>
  expect(judge('2026-11-28T06:00:00Z', '78').findings).toMatchObject([
    {
      code: 'backup/WRONG_SYSTEM_ID',
      message: "20261128T020000 of `list-backups` is of the cluster 77; Keycloak's database is in the cluster 78.",
    },
  ]));

describe('the write-ahead log of a physical backup', () => {
  const told = (more: object) => {
    const list = parseListed(
      JSON.stringify({
        format: 'keycloak-release-gate/backups',
        version: 1,
        backups: [0, 1].map((day) => ({
          id: `${day}`,
          kind: 'physical',
          state: 'complete',
          finishedAt: `2026-11-2${8 - day}T02:10:00Z`,
          ...more,
        })),
      }),
    );
    if (typeof list === 'string') throw new Error(list);
    const { findings, facts } = check.judge(
      { seen: { source: '`list-backups`', ...newestBackups(list), live: null }, live: undefined },
      check.expects.parse({}),
      { now: '2026-11-28T06:00:00Z' },
    );
    return {
      codes: findings.map(({ severity, code }) => `${severity} ${code}`),
      fact: facts?.find(({ name }) => name.startsWith('write-ahead log'))?.value,
    };
  };
  test.each([
    ['2026-11-28T05:45:00Z', []],
    ['2026-11-28T06:44:59+01:00', ['warn backup/WAL_LAG']],
    ['2026-11-28T04:59:59Z', ['fail backup/WAL_LAG']],
  ])('archived through %s', (walThrough, codes) =>
    expect(told({ walThrough })).toEqual({ codes, fact: new Date(walThrough).toISOString() }),
  );
  test('is not told', () =>
    expect(told({})).toEqual({ codes: [], fact: 'not seen: the list does not tell through when it is archived (walThrough)' }));
  test('is of no concern to a logical one', () =>
    expect(told({ kind: 'logical', startedAt: '2026-11-28T02:10:00Z' })).toEqual({ codes: [], fact: undefined }));
});
