import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Backup } from './backup.ts';
import { newestBackups } from './backup.ts';
import { judgeBackups } from './judge-backups.ts';

const now = '2026-11-28T12:00:00.000Z';
const limits = { warnAfterHours: 12, failAfterHours: 24, database: 'keycloak' };
const backup = (hoursAgo: number, more: Partial<Backup> = {}): Backup => {
  const at = new Date(Date.parse(now) - hoursAgo * 3_600_000).toISOString();
  return {
    id: `backup-${hoursAgo}`,
    kind: 'physical',
    startedAt: at,
    finishedAt: at,
    consistentAt: at,
    bytes: 1_000_000,
    sha256: null,
    pgVersion: '15',
    dbName: null,
    systemId: null,
    state: 'complete',
    problem: null,
    ...more,
  };
};
const judge = (backups: readonly Backup[]) => judgeBackups({ source: 'Barman', ...newestBackups(backups) }, limits, now);
const told = (backups: readonly Backup[]): string[] => {
  const { findings, gaps } = judge(backups);
  // That there is only one has tests of its own.
  const others = findings.filter(({ code }) => code !== 'backup/ONLY_ONE');
  return [...others.map(({ severity, code }) => `${severity} ${code}`), ...gaps.map(({ code }) => `gap ${code}`)];
};

test('a sound backup that is new enough', () => {
  const { findings, gaps, facts, good } = judge([backup(3), backup(27), backup(51)]);
  expect({ findings, gaps, good: good?.id }).toEqual({ findings: [], gaps: [], good: 'backup-3' });
  expect(facts).toEqual([
    { name: 'backups in Barman', value: 3 },
    { name: 'newest sound backup', value: 'backup-3' },
    { name: 'kind', value: 'physical' },
    { name: 'age', value: 3, unit: 'h' },
    { name: 'size', value: 1_000_000, unit: 'bytes' },
    { name: 'PostgreSQL', value: '15' },
  ]);
});

describe.each<[string, readonly Backup[], readonly string[]]>([
  ['none', [], ['fail backup/NONE_FOUND']],
  ['of another database only', [backup(1, { kind: 'logical', dbName: 'sso' })], ['fail backup/WRONG_DATABASE']],
  ['the first one is being taken', [backup(0, { state: 'running' })], ['gap backup/IN_PROGRESS_ONLY']],
  ['one more is being taken', [backup(0, { state: 'running' }), backup(5)], []],
  ['at the first limit', [backup(12)], []],
  ['behind the first limit', [backup(12.1)], ['warn backup/STALE']],
  ['behind the second limit', [backup(24.1)], ['fail backup/STALE']],
  ['a clock five minutes ahead', [backup(-0.08)], []],
  ['from the future', [backup(-1)], ['fail backup/FUTURE_DATED']],
  ['without a time', [backup(1, { consistentAt: null, finishedAt: null, startedAt: null })], ['gap backup/TIME_UNKNOWN']],
  ['the last one failed, in front of a new one', [backup(1, { state: 'failed' }), backup(4)], ['warn backup/LAST_RUN_FAILED']],
  [
    'the last one failed, in front of an old one',
    [backup(1, { state: 'failed' }), backup(25)],
    ['fail backup/LAST_RUN_FAILED', 'fail backup/STALE'],
  ],
  [
    'all failed',
    [backup(1, { state: 'failed' }), backup(2, { state: 'failed' })],
    ['fail backup/LAST_RUN_FAILED', 'fail backup/LAST_RUN_FAILED'],
  ],
  ['the last one found damage', [backup(1, { state: 'damaged' }), backup(4)], ['fail backup/PAGE_CHECKSUM_ERRORS']],
  ['one failed long ago', [backup(1), backup(30, { state: 'failed' })], []],
  ['empty', [backup(1, { bytes: 0 }), backup(2)], ['fail backup/EMPTY']],
  ['half', [backup(1, { bytes: 490_000 }), backup(2), backup(3)], ['fail backup/SIZE_DROP']],
  ['two thirds', [backup(1, { bytes: 660_000 }), backup(2), backup(3)], ['warn backup/SIZE_DROP']],
  ['twice and more', [backup(1, { bytes: 2_100_000 }), backup(2), backup(3)], ['warn backup/SIZE_JUMP']],
  ['of unknown size', [backup(1, { bytes: null }), backup(2), backup(3)], []],
])('%s', (_name, backups, expected) => {
  test('is told as it is', () => expect(told(backups)).toEqual(expected));
});

describe('what an environment asks for besides', () => {
  const asked = (backups: readonly Backup[], more: object): string[] =>
    judgeBackups({ source: 'Barman', ...newestBackups(backups) }, { ...limits, ...more }, now).findings.map(
      ({ severity, code }) => `${severity} ${code}`,
    );
  test('of the same day, in its zone', () => {
    const brussels = { sameDay: true, timeZone: 'Europe/Brussels' };
    expect(asked([backup(12.9), backup(40)], brussels)).toEqual(['warn backup/STALE']);
    expect(asked([backup(13.1), backup(40)], brussels)).toEqual(['fail backup/STALE']);
    expect(asked([backup(11), backup(40)], { ...brussels, timeZone: 'Pacific/Kiritimati' })).toEqual(['fail backup/STALE']);
  });
  test('a floor for the size', () => {
    expect(asked([backup(1), backup(25)], { smallestBytes: 1_000_000 })).toEqual([]);
    expect(asked([backup(1), backup(25)], { smallestBytes: 1_000_001 })).toEqual(['fail backup/SIZE_DROP']);
  });
  test('two at least, that are sound', () => {
    expect(asked([backup(1)], {})).toEqual(['warn backup/ONLY_ONE']);
    expect(asked([backup(1), backup(2, { state: 'failed' })], {})).toEqual(['warn backup/ONLY_ONE']);
    expect(asked([backup(1)], { mayBeMore: true })).toEqual([]);
  });
});

test('what failed is told with when and why', () =>
  expect(judge([backup(1, { id: 'b2', state: 'failed', problem: 'no space left' }), backup(30)]).findings[0]).toEqual({
    code: 'backup/LAST_RUN_FAILED',
    title: 'The last backup failed',
    severity: 'fail',
    subject: 'backup/b2',
    message: 'b2 of Barman failed at 2026-11-28T11:00:00.000Z: no space left.',
    remedy: 'Look in the log of that backup (a full disk, a refused login, a time-out), mend it, and have a new one taken.',
  }));

test('only a complete backup that is new enough passes', () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ ago: fc.integer({ min: -48, max: 96 }), state: fc.constantFrom('complete', 'running', 'failed', 'damaged') }), {
        maxLength: 8,
      }),
      (list) => {
        const backups = list.map(({ ago, state }, index) => backup(ago, { state, id: `${index}` }));
        const { findings, gaps } = judge(backups);
        if (gaps.length === 0 && findings.every(({ severity }) => severity !== 'fail'))
          expect(list.some(({ ago, state }) => state === 'complete' && ago >= 0 && ago <= 24)).toBe(true);
      },
    ),
  ));
