import { describe, expect, test } from 'vitest';
import { pgBackRestSound } from './pgbackrest-sound.ts';
import { PgBackRestBackups } from './sources/pgbackrest.ts';
import recorded from './fixtures/pgbackrest.json' with { type: 'json' };

const { check } = pgBackRestSound;
const seen = PgBackRestBackups.parse(recorded);
const judge = (more: Partial<PgBackRestBackups> = {}) =>
  check.judge({ seen: { ...seen, ...more }, live: undefined }, check.expects.parse({}), { now: '2026-11-28T06:00:00.000Z' });
const told = (more: Partial<PgBackRestBackups>): string[] => {
  const { findings, gaps = [] } = judge(more);
  // That there is only one has tests of its own.
  const others = findings.filter(({ code }) => code !== 'backup/ONLY_ONE');
  return [...others.map(({ severity, code }) => `${severity} ${code}`), ...gaps.map(({ code }) => `gap ${code}`)];
};
const [sound] = seen.backups;
if (!sound || !seen.archive) throw new Error('The recorded stanza has a backup, and its server was read.');

test('as recorded it is sound', () => {
  const { findings, gaps, facts } = judge();
  expect({ codes: findings.map(({ code }) => code), gaps }).toEqual({ codes: ['backup/ONLY_ONE'], gaps: [] });
  expect(facts).toEqual([
    { name: 'backups in pgBackRest, stanza keycloak', value: 1 },
    { name: 'newest sound backup', value: '20261128-055218F' },
    { name: 'kind', value: 'physical' },
    { name: 'age', value: 0.1, unit: 'h' },
    { name: 'size', value: 35_358_275, unit: 'bytes' },
    { name: 'PostgreSQL', value: '15' },
    { name: 'write-ahead log archived through', value: '2026-11-28T05:55:00.000Z' },
    { name: 'newest segment in the archive', value: '000000010000000000000004' },
  ]);
});

describe.each<[string, Partial<PgBackRestBackups>, readonly string[]]>([
  ['of another cluster', { systemId: '1' }, ['fail backup/WRONG_SYSTEM_ID']],
  ['of a cluster that nobody identifies', { archive: { ...seen.archive, systemIdentifier: null } }, []],
  ['without the end of its backup', { needs: { [sound.id]: '000000010000000000000005' } }, ['fail backup/WAL_GAP']],
  ['with a hole in its log', { backups: [{ ...sound, missingWal: ['000000010000000000000002'] }] }, ['fail backup/WAL_GAP']],
  ['without any segment', { walThrough: null }, ['fail backup/WAL_GAP']],
  ['behind what the server archived', { archive: { ...seen.archive, lastArchived: '000000010000000000000005' } }, ['fail backup/WAL_GAP']],
  [
    'on a timeline before the server’s',
    { archive: { ...seen.archive, lastArchived: '000000020000000000000004' } },
    ['fail backup/WAL_GAP'],
  ],
  ['further than the server was when it was asked', { walThrough: '000000010000000000000006' }, []],
  ['while the first backup is taken', { backups: [], running: true, needs: {} }, ['gap backup/IN_PROGRESS_ONLY']],
  ['while one more is taken', { running: true }, []],
  ['that cannot be read', { backups: [], needs: {}, problem: 'missing stanza path (status 1)' }, ['gap backup/SOURCE_UNREACHABLE']],
  ['with a repository that is not like the other', { problem: 'different across repos (status 4)' }, ['gap backup/SOURCE_UNREACHABLE']],
  ['without a backup', { backups: [], needs: {} }, ['fail backup/NONE_FOUND']],
  ['with a damaged one only', { backups: [{ ...sound, state: 'damaged' }] }, ['fail backup/PAGE_CHECKSUM_ERRORS']],
])('a stanza %s', (_name, more, expected) => {
  test('is told', () => expect(told(more)).toEqual(expected));
});
