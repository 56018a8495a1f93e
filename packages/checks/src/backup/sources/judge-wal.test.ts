import { expect, test } from 'vitest';
import { judgeWal } from './judge-wal.ts';
import type { WalArchive } from './wal-archive.ts';

const archive: WalArchive = {
  now: '2026-11-28T12:00:00.000Z',
  systemIdentifier: '7713096129557663498',
  inRecovery: false,
  mode: 'on',
  lastArchived: '000000010000000000000004',
  lastArchivedAt: '2026-11-28T11:50:00.000Z',
  lastFailed: null,
  lastFailedAt: null,
  countedSince: '2026-11-01T00:00:00.000Z',
  waiting: 100_000,
};
const limits = { walWarnMinutes: 15, walFailMinutes: 60 };
const told = (more: Partial<WalArchive>): string[] => {
  const { findings, gaps } = judgeWal({ ...archive, ...more }, limits, 'pgBackRest, stanza keycloak');
  return [...findings.map(({ severity, code }) => `${severity} ${code}`), ...gaps.map(({ code }) => `gap ${code}`)];
};

test.each<[string, Partial<WalArchive>, readonly string[]]>([
  ['in time', {}, []],
  ['a quarter of an hour ago', { lastArchivedAt: '2026-11-28T11:45:00.000Z' }, []],
  ['longer ago', { lastArchivedAt: '2026-11-28T11:44:59.000Z' }, ['warn backup/WAL_LAG']],
  ['more than an hour ago', { lastArchivedAt: '2026-11-28T10:59:59.000Z' }, ['fail backup/WAL_LAG']],
  ['long ago, and nothing was written since', { lastArchivedAt: '2026-11-27T00:00:00.000Z', waiting: 200 }, []],
  ['never', { lastArchived: null, lastArchivedAt: null, waiting: null }, ['fail backup/WAL_LAG']],
  [
    'never, and the server counts for a minute',
    { lastArchived: null, lastArchivedAt: null, waiting: null, countedSince: '2026-11-28T11:59:00.000Z' },
    [],
  ],
  ['nobody knows when', { lastArchivedAt: null, countedSince: null }, ['gap backup/ARCHIVE_UNSEEN']],
  ['off', { mode: 'off' }, ['fail backup/WAL_LAG']],
  ['a replica', { inRecovery: true }, ['gap backup/ARCHIVE_UNSEEN']],
])('%s', (_name, more, expected) => expect(told(more)).toEqual(expected));

test('says since when, why, and the limit', () =>
  expect(
    judgeWal(
      {
        ...archive,
        lastArchivedAt: '2026-11-28T10:00:00.000Z',
        lastFailed: '000000010000000000000005',
        lastFailedAt: '2026-11-28T11:59:00.000Z',
      },
      limits,
      'pgBackRest, stanza keycloak',
    ).findings,
  ).toMatchObject([
    {
      message:
        'The newest segment was archived 120 min ago, at 2026-11-28T10:00:00.000Z; archiving 000000010000000000000005 failed at 2026-11-28T11:59:00.000Z; the limit is 60 min.',
      expected: 60,
      actual: 120,
    },
  ]));
