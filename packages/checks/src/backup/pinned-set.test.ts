import { describe, expect, test } from 'vitest';
import { DrillRecord } from './drill-record.ts';
import recordedDrill from './fixtures/drill.json' with { type: 'json' };
import { pinnedBackupUnchanged } from './pinned-unchanged.ts';
import type { BackupDirectory } from './directory.ts';
import { pinOf } from './pin.ts';
import { backupRestorable } from './restorable.ts';
import type { Backup } from './sources/backup.ts';
import { identified } from './sources/identity.ts';
import type { BackupSets } from './sources/backup-sets.ts';

const backup = (id: string, at: string, more: Partial<Backup> = {}): Backup =>
  identified(
    {
      id,
      kind: 'physical',
      startedAt: at,
      finishedAt: at,
      consistentAt: at,
      bytes: 35_358_275,
      sha256: null,
      missingWal: [],
      pgVersion: '15',
      dbName: null,
      systemId: '7713096129557663498',
      state: 'complete',
      problem: null,
      ...more,
    },
    { facts: { label: id, stopped: at }, manifest: 'a'.repeat(64), files: 'b'.repeat(64) },
  );
const pinned = backup('20261128-050000F', '2026-11-28T05:00:00.000Z');
const older = backup('20261127-050000F', '2026-11-27T05:00:00.000Z');
const newer = backup('20261128-090000F', '2026-11-28T09:00:00.000Z');

const seen = (backups: readonly Backup[], more: Partial<BackupSets> = {}): BackupDirectory => ({
  directory: 'pgBackRest, stanza keycloak',
  dumps: [],
  leftOut: 0,
  sets: { keeper: 'pgbackrest', source: 'pgBackRest, stanza keycloak', stanza: 'keycloak', backups: [...backups], leftOut: 0, ...more },
});
const before = seen([pinned, older]);

const drillOf = ({ id, sha256 }: Backup, more: Partial<DrillRecord> = {}): DrillRecord =>
  DrillRecord.parse({
    ...recordedDrill,
    backup: { ...recordedDrill.backup, name: id, kind: 'physical', sha256 },
    manifest: null,
    restored: { ...recordedDrill.restored, keycloakVersion: '26.4.0' },
    ...more,
  });
const drill = drillOf(pinned);

const judge = (now: BackupDirectory, { drills = [drill], was = before }: { drills?: DrillRecord[]; was?: BackupDirectory } = {}) => {
  const { check } = pinnedBackupUnchanged;
  const {
    findings,
    gaps = [],
    facts = [],
  } = check.judge(
    { now, before: was, live: undefined, drills: { drills, leftOut: 0 } },
    check.expects.parse({ database: 'keycloak', version: '26.4.0' }),
    { now: '2026-11-28T10:00:00Z' },
  );
  return {
    said: [...findings.map(({ severity, code }) => `${severity} ${code}`), ...gaps.map(({ code }) => `? ${code}`)],
    messages: [...findings.map(({ message }) => message), ...gaps.map(({ reason }) => reason)],
    facts,
  };
};

test('it is still there as it was', () => {
  const { said, facts } = judge(seen([newer, pinned, older]));
  expect(said).toEqual([]);
  expect(facts).toEqual([
    { name: 'restore exactly this backup', value: pinned.id },
    { name: 'kept by', value: 'pgBackRest, stanza keycloak' },
    { name: 'fingerprint', value: pinned.sha256 },
    { name: 'restore it by', value: `pgbackrest --stanza=keycloak --set=${pinned.id} --type=immediate --target-action=promote restore` },
    { name: 'without --type', value: 'the whole log is replayed, the migration of the new version included' },
    { name: 'everything is lost since', value: '2026-11-28T04:59:55.000Z' },
    { name: 'newer backups, not to be restored', value: 1 },
    { name: 'drill', value: 'L4, on restore-1, 2026-11-28T06:28:24.225Z' },
    { name: 'measured time to restore, at least', value: 1.28, unit: 's' },
  ]);
});

const unread: Backup = {
  ...pinned,
  identity: { facts: { label: pinned.id, stopped: pinned.finishedAt ?? '' }, manifest: null, files: null },
};
const { identity: _unknown, ...named } = pinned;

describe.each<[string, BackupDirectory, readonly string[], RegExp]>([
  ['gone', seen([newer, older]), ['fail backup/PINNED_MISSING'], /is no longer in pgBackRest, stanza keycloak: it expired/],
  ['behind those that are listed', seen([newer], { leftOut: 3 }), ['? backup/NOT_HASHED'], /is not among the 1 newest backups/],
  [
    'behind those that are looked at',
    seen([newer, named]),
    ['? backup/NOT_HASHED'],
    /behind newer backups, and only its name was compared/,
  ],
  ['not as well known', seen([unread]), ['? backup/NOT_HASHED'], /cannot be read now/],
  [
    'another one of its name',
    seen([backup(pinned.id, '2026-11-28T08:00:00.000Z')]),
    ['fail backup/PINNED_CHANGED'],
    /stopped was 2026-11-28T05:00:00\.000Z and is 2026-11-28T08:00:00\.000Z/,
  ],
  [
    'without a piece of its log',
    seen([{ ...pinned, missingWal: ['000000010000000000000003'] }]),
    ['fail backup/WAL_GAP'],
    /lacks: 000000010000000000000003\.$/,
  ],
  [
    'known to be damaged',
    seen([{ ...pinned, state: 'damaged', problem: 'pages' }]),
    ['fail backup/PAGE_CHECKSUM_ERRORS'],
    /found the database damaged/,
  ],
  [
    'in an environment that names a folder now',
    { directory: '/backups', dumps: [], leftOut: 0 },
    ['fail backup/PINNED_MISSING'],
    /the environment names \/backups now/,
  ],
])('%s', (_name, now, said, message) => {
  test('is told', () => {
    const judged = judge(now);
    expect(judged.said).toEqual(said);
    expect(judged.messages.join()).toMatch(message);
  });
});

test('one that nobody has restored is not known to be good, and one that could not be restored is not', () => {
  expect(judge(before, { drills: [drillOf(older)] }).said).toEqual(['? backup/DRILL_MISSING']);
  const failure = { stage: 'fetch', problem: 'broken', why: '[029]: zlib threw error' } as const;
  expect(judge(before, { drills: [drillOf(pinned, { level: null, restored: null, failure }), drill] }).said).toEqual([
    'fail backup/RESTORE_FAILED',
  ]);
  // A restore that went well refutes only what was before it.
  expect(judge(before, { drills: [drill, drillOf(pinned, { level: null, restored: null, failure })] }).said).toEqual([]);
});

test('none was pinned that is not known by more than its name', () => {
  expect(judge(before, { was: seen([named]) }).said).toEqual(['fail backup/NOT_PINNED']);
  // The newest sound one is looked at closely; that an older one is known does not make it the pinned one.
  expect(pinOf(seen([named, older]), 'keycloak')).toBeUndefined();
});

test('what is pinned of it, and what its drill tells of its rows', () => {
  expect(pinOf(before, 'keycloak')).toMatchObject({
    name: pinned.id,
    keeper: 'pgBackRest, stanza keycloak',
    sha256: pinned.sha256,
    counts: {},
  });
  expect(pinOf(before, 'keycloak', [drill])).toMatchObject({
    keycloakVersion: '26.4.0',
    counts: { realm: drill.restored?.counts['realm'] },
  });
});

test('before the release it is asked for a drill of the newest one', () => {
  const { check } = backupRestorable;
  const told = (drills: DrillRecord[], directory = before) => {
    const expected = check.expects.parse({ database: 'keycloak', version: '26.4.0' });
    const { findings, gaps = [] } = check.judge({ seen: directory, tried: { drills, leftOut: 0 } }, expected, {
      now: '2026-11-28T10:00:00Z',
    });
    return [...findings.map(({ code }) => code), ...gaps.map(({ code, reason }) => `? ${code} ${reason}`)];
  };
  expect(told([drill])).toEqual([]);
  expect(told([drillOf(older)])).toEqual([
    `? backup/DRILL_MISSING ${pinned.id} (fingerprint ${pinned.sha256?.slice(0, 12)}…) has not been restored and looked into. The newest drill is of ${older.id}.`,
  ]);
  expect(told([drill], seen([named]))).toEqual([
    '? backup/DRILL_MISSING pgBackRest, stanza keycloak has no sound backup that is known by more than its name, so none has been drilled.',
  ]);
});
