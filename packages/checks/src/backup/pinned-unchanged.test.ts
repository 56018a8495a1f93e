import { describe, expect, test } from 'vitest';
import live from '../database/fixtures/state-26.4.0.json' with { type: 'json' };
import type { DatabaseState } from '../database/state.ts';
import { BackupDirectory } from './directory.ts';
import type { Dump } from './directory.ts';
import { DrillRecord } from './drill-record.ts';
import recordedDrill from './fixtures/drill.json' with { type: 'json' };
import recorded from './fixtures/directory.json' with { type: 'json' };
import { pinnedBackupUnchanged } from './pinned-unchanged.ts';

const { check } = pinnedBackupUnchanged;
const before = BackupDirectory.parse(recorded);
const [pinned, ...older] = before.dumps;
if (!pinned) throw new Error('The recorded directory has dumps.');

/** The pinned backup was restored on trial, and nothing was wrong with it. */
const drill: DrillRecord = DrillRecord.parse({
  ...recordedDrill,
  backup: { ...recordedDrill.backup, name: pinned.name, sha256: pinned.sha256 },
  manifest: null,
  restored: { ...recordedDrill.restored, keycloakVersion: '26.4.0' },
});

interface Scene {
  readonly leftOut?: number;
  readonly version?: string;
  readonly before?: BackupDirectory;
  readonly live?: DatabaseState | undefined;
  readonly drills?: readonly DrillRecord[];
}

const judge = (dumps: readonly Dump[], { leftOut = 0, version = '26.4.0', drills = [drill], ...rest }: Scene = {}) =>
  check.judge(
    { now: { ...before, dumps: [...dumps], leftOut }, before, live: undefined, drills: { drills, leftOut: 0 }, ...rest },
    check.expects.parse({ database: 'keycloak', version }),
    { now: '2026-11-24T10:00:00Z' },
  );

/** The pinned backup as it was seen before the release, with something wrong in it. */
const judgeWith = (change: Partial<Dump>, scene: Scene = {}) => {
  const dump = { ...pinned, manifest: null, ...change };
  return judge([dump, ...older], { before: { ...before, dumps: [dump, ...older] }, ...scene });
};
const said = ({ findings, gaps = [] }: ReturnType<typeof judge>): string[] => [
  ...findings.map(({ severity, code }) => `${severity} ${code}`),
  ...gaps.map(({ code }) => `? ${code}`),
];

const newer: Dump = { ...pinned, name: 'after-the-upgrade.dump', sha256: '1'.repeat(64) };

describe('still there', () => {
  test('unchanged', () => {
    const judgement = judge([newer, pinned, ...older]);
    expect(judgement.findings).toEqual([]);
    expect(judgement.facts).toEqual([
      { name: 'restore exactly this backup', value: pinned.name },
      { name: 'SHA-256', value: pinned.sha256 },
      { name: 'everything is lost since', value: '2026-11-23T21:19:27.107Z' },
      { name: 'newer backups, not to be restored', value: 1 },
      { name: 'drill', value: 'L4, on restore-1, 2026-11-28T06:28:24.225Z' },
      { name: 'measured time to restore, at least', value: 1.28, unit: 's' },
    ]);
    expect(judgement.gaps).toEqual([]);
  });
  test('under another name', () => {
    const judgement = judge([newer, { ...pinned, name: 'kept.dump' }]);
    expect(judgement.findings).toEqual([]);
    expect(judgement.facts?.[0]).toEqual({ name: 'the validated backup is now named', value: 'kept.dump' });
  });
});

test('gone', () =>
  expect(judge([newer, ...older]).findings).toEqual([
    {
      code: 'backup/PINNED_MISSING',
      title: 'The backup that was validated before the release is gone',
      severity: 'fail',
      subject: `backup/${pinned.name}`,
      message: `${pinned.name} (SHA-256 ${pinned.sha256}) is no longer in /backups.`,
      remedy: 'Stop. Find it (retention, another disk) before anything is restored; a newer backup holds the new schema.',
      expected: pinned.sha256,
    },
  ]));

test('another file now', () =>
  expect(judge([{ ...pinned, sha256: '2'.repeat(64) }]).findings).toMatchObject([
    { code: 'backup/PINNED_CHANGED', expected: pinned.sha256, actual: '2'.repeat(64) },
  ]));

test('shorter now, and behind those that are hashed', () =>
  expect(judge([{ ...pinned, sha256: null, bytes: 5 }]).findings).toMatchObject([{ code: 'backup/PINNED_CHANGED' }]));

test('of another version than is to be restored', () =>
  expect(judge(before.dumps, { version: '26.3.0' }).findings).toMatchObject([
    { code: 'backup/WRONG_KEYCLOAK_VERSION', expected: '26.3.0', actual: '26.4.0' },
  ]));

test('none was validated', () =>
  expect(judge(before.dumps, { before: { ...before, dumps: [{ ...pinned, contents: { kind: 'not read' } }] } }).findings).toEqual([
    {
      code: 'backup/NOT_PINNED',
      title: 'No backup was validated and pinned before the release',
      severity: 'fail',
      subject: 'directory//backups',
      message: 'The record of before the release names no backup that was read to its end and hashed: none was validated.',
      remedy:
        'Do not restore "the latest" unseen: it may hold the new schema. Find the newest backup from before the deploy, have it validated (`verify backup check`), and let the stand-by engineer decide.',
    },
  ]));

describe('what pre-release refused is not to be restored now either', () => {
  const { contents } = pinned;
  if (contents.kind !== 'whole') throw new Error('The recorded backup was read.');
  const manifest = pinned.manifest && { ...pinned.manifest, systemIdentifier: '1' };
  const parts = { withoutData: [], withoutTable: ['realm'], constraints: 9 };

  test.each<[string, Partial<Dump>, Scene, string[]]>([
    ['a lock was held when it was taken', { contents: { ...contents, locks: 1 } }, {}, ['fail backup/LOCK_HELD']],
    ['a change set had failed', { contents: { ...contents, failedChangeSets: ['x'] } }, {}, ['fail backup/CHANGE_SET_FAILED']],
    // Tables are missing, and data of one is there that it does not make.
    ['it is a part', { contents: { ...contents, parts } }, {}, ['fail backup/PARTIAL', 'fail backup/PARTIAL']],
    ['it holds commands', { contents: { ...contents, commands: ['!'] } }, {}, ['fail backup/PSQL_COMMANDS']],
    ['it has no user', { contents: { ...contents, counts: { realm: 3, client: 4, user_entity: 0 } } }, {}, ['fail backup/EMPTY']],
    ['it is no Keycloak', { contents: { ...contents, keycloakVersion: null } }, {}, ['fail backup/NOT_KEYCLOAK']],
    ['it is of another server', { manifest }, { live: nearby(live) }, ['fail backup/WRONG_SYSTEM_ID']],
    [
      'its change sets are others',
      { contents: { ...contents, changeSets: 1 } },
      { live: nearby(live) },
      ['fail backup/CHANGE_SETS_DIFFER'],
    ],
    ['it was too old: there may be no better one', {}, { live: nearby(live, '2026-11-25T00:00:00.000Z') }, ['warn backup/STALE']],
    ['it was good', {}, { live: nearby(live) }, []],
  ])('%s', (_name, change, scene, expected) => {
    const judgement = judgeWith(change, scene);
    expect(said(judgement)).toEqual(expected);
    const isFit = expected.every((each) => !each.startsWith('fail'));
    expect(judgement.facts?.[0]).toEqual({
      name: isFit ? 'restore exactly this backup' : 'pinned, and not fit to be restored',
      value: pinned.name,
    });
  });

  test('under another name neither', () => {
    const dump: Dump = { ...pinned, contents: { ...contents, locks: 1 } };
    expect(said(judge([{ ...dump, name: 'kept.dump' }], { before: { ...before, dumps: [dump] } }))).toEqual(['fail backup/LOCK_HELD']);
  });
});

/** The database when the backup was validated. */
function nearby(state: DatabaseState, now = '2026-11-23T22:00:00.000Z'): DatabaseState {
  return { ...state, server: { ...state.server, now } };
}

describe('a backup counts once it was restored and looked into', () => {
  const broken = { stage: 'restore', problem: 'broken', why: 'a row too many' } as const;
  test.each<[string, readonly DrillRecord[], string[]]>([
    ['nobody did', [], ['? backup/DRILL_MISSING']],
    ['another one was', [{ ...drill, backup: { ...drill.backup, sha256: 'e'.repeat(64) } }], ['? backup/DRILL_MISSING']],
    ['it was only restored', [{ ...drill, level: 'L3', restored: null }], ['? backup/DRILL_MISSING']],
    ['it could not be', [{ ...drill, level: null, restored: null, failure: broken }], ['fail backup/RESTORE_FAILED']],
    ['it was', [drill], []],
  ])('%s', (_name, drills, expected) => expect(said(judge(before.dumps, { drills }))).toEqual(expected));

  test('who restores it is told that nobody has tried', () =>
    expect(judge(before.dumps, { drills: [] }).gaps).toEqual([
      {
        code: 'backup/DRILL_MISSING',
        subject: `backup/${pinned.name}`,
        reason: `${pinned.name} (SHA-256 ${pinned.sha256?.slice(0, 12)}…) has not been restored and looked into: nobody knows whether it brings anything back.`,
        remedy: 'Run `verify backup drill --env <environment>` on a machine that may hold its data, then run this again.',
      },
    ]));
});

describe('what cannot be told is a gap', () => {
  test.each<[string, () => ReturnType<typeof judge>, string]>([
    ['it was not hashed', () => judge([newer, { ...pinned, sha256: null }]), 'backup/NOT_HASHED'],
    ['it may be among those left out', () => judge([newer], { leftOut: 3 }), 'backup/NOT_HASHED'],
  ])('%s', (_name, judgement, code) => {
    expect(judgement().findings).toEqual([]);
    expect(judgement().gaps?.map((gap) => gap.code)).toEqual([code]);
  });
});
