import { describe, expect, test } from 'vitest';
import { BackupDirectory } from './directory.ts';
import recorded from './fixtures/directory.json' with { type: 'json' };
import { pinOf } from './pin.ts';
import { pinShown } from './pin-shown.ts';

const seen = BackupDirectory.parse(recorded);
const [newest, second] = seen.dumps;
if (!newest || !second) throw new Error('The recorded directory has dumps.');
const pin = (...dumps: BackupDirectory['dumps']) => pinOf({ ...seen, dumps }, 'keycloak');

test('the newest good one is pinned, by its hash', () => {
  expect(pin(...seen.dumps)).toEqual({
    name: newest.name,
    sha256: newest.sha256,
    bytes: newest.bytes,
    takenAt: { earliest: '2026-11-23T21:19:27.107Z', latest: '2026-11-23T21:19:27.107Z' },
    keycloakVersion: '26.4.0',
    counts: {
      realm: 3,
      client: newest.manifest?.counts['client'],
      user_entity: newest.manifest?.counts['user_entity'],
      databasechangelog: 165,
    },
  });
});

test('of the tables that a manifest counts, those are told that tell most', () => {
  const manifest = newest.manifest && { ...newest.manifest, counts: { ...newest.manifest.counts, keycloak_role: 131, web_origins: 7 } };
  expect(Object.keys(pin({ ...newest, manifest })?.counts ?? {})).toEqual([
    'realm',
    'client',
    'keycloak_role',
    'user_entity',
    'databasechangelog',
  ]);
});

test('a broken one in front of it is passed over', () =>
  expect(pin({ ...newest, contents: { kind: 'broken', why: 'it is cut' } }, { ...second, contents: newest.contents })?.name).toBe(
    second.name,
  ));

describe('none is pinned', () => {
  test.each<[string, BackupDirectory['dumps']]>([
    ['where there is none', []],
    ['that was not read to its end', [{ ...newest, contents: { kind: 'not read' } }]],
    ['that was not hashed', [{ ...newest, sha256: null }]],
    ['of another database', [{ ...newest, manifest: null, header: newest.header && { ...newest.header, database: 'wiki' } }]],
  ])('%s', (_name, dumps) => expect(pin(...dumps)).toBeUndefined());
});

test('it is shown on the page of the rollback', () => {
  const found = pin(newest);
  if (!found) throw new Error('It is pinned.');
  expect(pinShown(found)).toMatchObject({ kind: 'sheet', topic: 'rollback', title: 'The backup that a rollback restores' });
  expect(JSON.stringify(pinShown(found))).toContain(found.sha256);
});
