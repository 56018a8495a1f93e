import { DrillRecord } from '@keycloak-release-gate/checks/backup';
import type { BackupDirectory } from '@keycloak-release-gate/checks/backup';
import { expect, test } from 'vitest';
import recorded from '../../../checks/src/backup/fixtures/drill.json' with { type: 'json' };
import { rowsOf } from './rows.ts';

const good = DrillRecord.parse(recorded);
const seen: BackupDirectory = {
  directory: '/backups',
  dumps: [
    {
      name: good.backup.name,
      bytes: good.backup.bytes,
      modifiedAt: good.backup.takenAt.latest,
      kind: 'custom',
      inProgress: false,
      header: null,
      takenAt: { ...good.backup.takenAt, source: 'manifest' },
      manifest: null,
      manifestProblem: null,
      sha256: good.backup.sha256,
      contents: { kind: 'not read' },
    },
  ],
  leftOut: 0,
};

/** What a list shows of the drills of a backup, which are given oldest first. */
const shown = (...drills: readonly Partial<DrillRecord>[]) => {
  const records = drills.map((drill, at): DrillRecord => ({ ...good, ...drill, finishedAt: `2026-11-28T0${at}:00:00.000Z` })).toReversed();
  return rowsOf([{ look: 'backup/directory', gaps: [], evidence: seen }], records)[0]?.drill;
};

const failure = { stage: 'restore', problem: 'broken', why: 'it is cut' } as const;
const restoredOnly = { level: 'L3', restored: null } as const;

test.each<[string, readonly Partial<DrillRecord>[], object | null]>([
  ['none', [], null],
  ['of another backup', [{ backup: { ...good.backup, sha256: '0'.repeat(64) } }], null],
  ['the highest level, not the newest drill', [{}, restoredOnly], { level: 'L4', good: true, finishedAt: '2026-11-28T00:00:00.000Z' }],
  ['of two of one level the newest', [{}, {}], { level: 'L4', finishedAt: '2026-11-28T01:00:00.000Z' }],
  ['a failure that none has refuted', [{}, { level: null, restored: null, failure }], { good: false, failure }],
  ['what was refuted by a later one', [{ level: null, restored: null, failure }, {}], { level: 'L4', good: true }],
  ['what is not what it claims', [{ restored: good.restored && { ...good.restored, locksHeld: 1 } }], { good: false, failure: null }],
])('the drill of a backup: %s', (_title, drills, expected) => {
  if (expected === null) expect(shown(...drills)).toBeNull();
  else expect(shown(...drills)).toMatchObject(expected);
});
