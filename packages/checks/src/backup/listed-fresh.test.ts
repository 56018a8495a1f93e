import { expect, test } from 'vitest';
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
  check.judge({ seen: { ...seen, live } }, check.expects.parse({ database: 'keycloak' }), { now });

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
