import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { realmConfiguration, server } from '@keycloak-release-gate/checks';
import { canonicalJson, ConfigurationError, contentHash } from '@keycloak-release-gate/core';
import type { RecordedLook } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import { runSide } from '../src/diff/run-side.ts';
import { createRunFolder } from '../src/record/folder.ts';
import { place } from './run-program.ts';
import { sampleRecord } from './sample-record.ts';

const realm = { realm: 'lab', exists: true, objects: { realm: { sslRequired: 'external' } }, ids: {}, ambiguous: [], unreadable: [] };
const gap = { code: 'keycloak-config/UNREACHABLE', subject: 'server', reason: 'sso.example: ECONNREFUSED.', remedy: 'Try again.' };

/** A look that was taken once. */
const look = (
  { id, version, title }: Pick<typeof realmConfiguration, 'id' | 'version' | 'title'>,
  seen: Pick<RecordedLook['revisions'][number], 'evidence' | 'gaps'>,
): RecordedLook => ({
  collector: id,
  version,
  title,
  params: {},
  settles: false,
  revisions: [{ round: 0, startedAt: '2026-11-27T08:00:00.000Z', milliseconds: 10, ...seen }],
});

/** The folder of a run with these looks. */
function run(looks: Readonly<Record<string, RecordedLook>>): string {
  const record = { ...sampleRecord([]), looks };
  const folder = createRunFolder(mkdtempSync(join(place, 'reports-')), 'acc', 'post-deploy', record.run.id);
  folder.write('run.json', canonicalJson(record));
  folder.evidence(contentHash(canonicalJson(realm)), canonicalJson(realm));
  folder.finish();
  return folder.path;
}
const ofRealm = look(realmConfiguration, { evidence: contentHash(canonicalJson(realm)), gaps: [] });

test('a run that did not look at the configuration is no side of a comparison', () => {
  const path = run({ server: look(server, { gaps: [gap] }) });
  expect(() => runSide(path)).toThrow(ConfigurationError);
  expect(() => runSide(path)).toThrow('did not look at the configuration');
});

test('a run whose record of the configuration another version of the gate made is none', () => {
  const path = run({ realm: { ...ofRealm, version: realmConfiguration.version - 1 } });
  expect(() => runSide(path)).toThrow('as another version of the gate reads it');
});

test('what a run could not see of the server is missing, and not the same', () => {
  const side = runSide(run({ realm: ofRealm, server: look(server, { gaps: [gap] }) }));
  expect(Object.keys(side.realms)).toEqual(['lab']);
  expect(side.server).toBeUndefined();
  expect(side.gaps).toEqual([gap]);
});
