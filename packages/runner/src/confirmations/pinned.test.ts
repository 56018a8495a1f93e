import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, contentHash } from '@keycloak-release-gate/core';
import { afterAll, expect, it } from 'vitest';
import { sampleRecord } from '../../test/sample-record.ts';
import { releaseOf } from '../../test/release-records.ts';
import { createRunFolder } from '../record/folder.ts';
import { pinnedIn } from './pinned.ts';

const reports = mkdtempSync(join(tmpdir(), 'pinned-'));
afterAll(() => rmSync(reports, { recursive: true, force: true }));

const sample = sampleRecord();
const releaseCalled = (id: string) => releaseOf({ id });
const pinOf = (letter: string) => ({ name: `${letter}.dump`, sha256: letter.repeat(64) });

/** Writes a run in which this backup was pinned, of pre-release unless said otherwise. */
function written(id: string, release: string, pin: object | null, more: object = {}, suite = 'pre-release'): void {
  const folder = createRunFolder(reports, 'prod', suite, id);
  const evidence = canonicalJson({ pin });
  folder.evidence(contentHash(evidence), evidence);
  const { release: of, run } = sample;
  const look = { collector: 'backup/pinned', version: 1, title: 'The backup', params: {}, settles: false };
  const revision = { round: 0, startedAt: run.startedAt, milliseconds: 1, evidence: contentHash(evidence), gaps: [] };
  const record = {
    ...sample,
    run: { ...run, id, ...more },
    suite: { ...sample.suite, id: suite },
    environment: { ...sample.environment, id: 'prod' },
    release: { ...of, id: release },
    looks: { 'backup/pinned': { ...look, revisions: [revision] } },
  };
  folder.write('run.json', canonicalJson(record));
  folder.finish();
}

it('is the backup of the newest pre-release run of the release', () => {
  written('01J0000000000000000000000A', 'r', pinOf('a'));
  written('01J0000000000000000000000B', 'r', pinOf('b'));
  written('01J0000000000000000000000C', 'other', pinOf('c'));
  expect(pinnedIn(reports, 'prod', releaseCalled('r'))).toEqual(pinOf('b'));
});

it('is none where that run pinned none, though one before did', () => {
  written('01J0000000000000000000000D', 'r', null);
  expect(pinnedIn(reports, 'prod', releaseCalled('r'))).toBeNull();
});

it('is that of the record of before the release: of no part of a suite, nor of a run after the deploy', () => {
  written('01J0000000000000000000000E', 'r', pinOf('a'));
  written('01J0000000000000000000000F', 'r', pinOf('b'), { partial: '--only backup/pinned' });
  expect(pinnedIn(reports, 'prod', releaseCalled('r'))).toEqual(pinOf('a'));
  written('01J0000000000000000000000G', 'r', null, {}, 'post-deploy');
  written('01J0000000000000000000000H', 'r', pinOf('c'));
  expect(pinnedIn(reports, 'prod', releaseCalled('r'))).toEqual(pinOf('a'));
});

it('is none without a run', () => {
  expect(pinnedIn(reports, 'acc', releaseCalled('r'))).toBeNull();
  expect(pinnedIn(join(reports, 'nowhere'), 'prod', releaseCalled('r'))).toBeNull();
});
