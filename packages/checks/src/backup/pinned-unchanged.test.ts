import { describe, expect, test } from 'vitest';
import { BackupDirectory } from './directory.ts';
import type { Dump } from './directory.ts';
import recorded from './fixtures/directory.json' with { type: 'json' };
import { pinnedBackupUnchanged } from './pinned-unchanged.ts';

const { check } = pinnedBackupUnchanged;
const before = BackupDirectory.parse(recorded);
const [pinned, ...older] = before.dumps;
if (!pinned) throw new Error('The recorded directory has dumps.');

const judge = (dumps: readonly Dump[], { leftOut = 0, version = '26.4.0' } = {}) =>
  check.judge(
    { now: { ...before, dumps: [...dumps], leftOut }, before },
    { database: 'keycloak', version },
    { now: '2026-11-24T10:00:00Z' },
  );

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
    ]);
  });
  test('under another name', () => {
    const judgement = judge([newer, { ...pinned, name: 'kept.dump' }]);
    expect(judgement.findings).toEqual([]);
    expect(judgement.facts).toEqual([{ name: 'the validated backup is now named', value: 'kept.dump' }]);
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
  expect(
    check.judge(
      { now: before, before: { ...before, dumps: [{ ...pinned, contents: { kind: 'not read' } }] } },
      { database: 'keycloak' },
      { now: '2026-11-24T10:00:00Z' },
    ).findings,
  ).toEqual([
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

describe('what cannot be told is a gap', () => {
  test.each<[string, () => ReturnType<typeof judge>, string]>([
    ['it was not hashed', () => judge([newer, { ...pinned, sha256: null }]), 'backup/NOT_HASHED'],
    ['it may be among those left out', () => judge([newer], { leftOut: 3 }), 'backup/NOT_HASHED'],
  ])('%s', (_name, judgement, code) => {
    expect(judgement().findings).toEqual([]);
    expect(judgement().gaps?.map((gap) => gap.code)).toEqual([code]);
  });
});
