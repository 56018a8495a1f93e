import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeDumps } from './describe-dumps.ts';
import { findPostgresPrograms } from './postgres-programs.ts';
import { readDump } from './read-dump.ts';

const good = readFileSync(new URL('fixtures/small.dump', import.meta.url));
const sha256 = createHash('sha256').update(good).digest('hex');
const signal = AbortSignal.timeout(60_000);
let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'backups-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Written long enough ago not to be taken for unfinished. */
function write(name: string, content: Uint8Array | string, at = '2026-11-23T21:20:02Z'): string {
  const file = join(directory, name);
  writeFileSync(file, content);
  utimesSync(file, new Date(at), new Date(at));
  return file;
}

test('a whole dump, known by its content and not by its name', async () => {
  write('nightly', good);
  write('nightly.log', 'done');
  expect(await describeDumps({ directory, timeZone: 'UTC' }, signal)).toEqual({
    value: {
      directory,
      leftOut: 0,
      dumps: [
        {
          name: 'nightly',
          bytes: 29_077,
          modifiedAt: '2026-11-23T21:20:02.000Z',
          kind: 'custom',
          inProgress: false,
          header: {
            archiveVersion: '1.14.0',
            compression: 'gzip',
            startedAt: '2026-11-23T21:20:01',
            database: 'small',
            serverVersion: '15.18 (Debian 15.18-0+deb12u1)',
            toolVersion: '15.18 (Debian 15.18-0+deb12u1)',
          },
          takenAt: { earliest: '2026-11-23T21:20:01.000Z', latest: '2026-11-23T21:20:01.000Z', source: 'header' },
          manifest: null,
          manifestProblem: null,
          sha256,
          contents: {
            kind: 'whole',
            keycloakVersion: '26.4.0',
            changeSets: 165,
            counts: { client: 30, databasechangelog: 165, event_entity: 300, migration_model: 3, realm: 2, user_entity: 200 },
            parts: { withoutData: [], withoutTable: [], constraints: 4 },
            locks: 0,
            failedChangeSets: [],
            commands: [],
          },
        },
      ],
    },
    gaps: [],
  });
});

describe('a damaged dump is read as such', () => {
  test('cut anywhere', async () => {
    for (const share of [0.01, 0.3, 0.6, 0.9, 0.999]) {
      const file = write('cut.dump', good.subarray(0, Math.floor(good.length * share)));
      expect(await readDump({ path: file, kind: 'custom' }, signal), `cut at ${share}`).toMatchObject({ kind: 'truncated' });
    }
  });

  test('one flipped bit in the data', async () => {
    const flipped = Buffer.from(good);
    const at = Math.floor(good.length * 0.75);
    flipped[at] = (flipped[at] ?? 0) ^ 4;
    expect(await readDump({ path: write('flipped.dump', flipped), kind: 'custom' }, signal)).toMatchObject({ kind: 'broken' });
  });

  test('one flipped bit in a length, which makes pg_restore search for ever', async () => {
    const flipped = Buffer.from(good);
    flipped[5_837] = 0o20;
    const looping = { path: write('looping.dump', flipped), kind: 'custom' } as const;
    expect(await readDump(looping, signal, { stall: 20_000, spin: 0.5 })).toEqual({
      kind: 'broken',
      why: 'pg_restore searches in it without an end',
    });
    expect(await readDump(looping, signal, { stall: 1_000, spin: 20 })).toEqual({
      kind: 'not read',
      why: 'pg_restore brought nothing for 1 s',
    });
  });
});

test('what is wrong is told of the newest, and the search for a good one goes on', async () => {
  write('keycloak-1.dump', good, '2026-11-23T21:20:02Z');
  write('keycloak-2.dump', good.subarray(0, 20_000), '2026-11-23T21:20:03Z');
  write('keycloak-3.dump', '', '2026-11-23T22:00:00Z');
  write('keycloak-4.dump.unfinished', good.subarray(0, 1_000), '2026-11-23T23:00:00Z');
  const { value, gaps } = await describeDumps({ directory, timeZone: 'UTC' }, signal);
  expect(gaps).toEqual([]);
  expect(value?.dumps.map(({ name, inProgress, kind, contents }) => [name, inProgress, kind, contents.kind])).toEqual([
    ['keycloak-3.dump', false, 'empty', 'not read'],
    ['keycloak-4.dump.unfinished', true, 'custom', 'not read'],
    ['keycloak-2.dump', false, 'custom', 'truncated'],
    ['keycloak-1.dump', false, 'custom', 'whole'],
  ]);
});

test('pg_dump’s time has no zone: a reading later than the file itself is ruled out', async () => {
  write('a.dump', good, '2026-11-23T20:20:05Z');
  const inBrussels = await describeDumps({ directory, timeZone: 'Europe/Brussels' }, signal);
  expect(inBrussels.value?.dumps[0]?.takenAt).toEqual({
    earliest: '2026-11-23T20:20:01.000Z',
    latest: '2026-11-23T20:20:01.000Z',
    source: 'header',
  });
  write('a.dump', good, '2026-11-23T21:20:05Z');
  const either = await describeDumps({ directory, timeZone: 'Europe/Brussels' }, signal);
  expect(either.value?.dumps[0]?.takenAt).toEqual({
    earliest: '2026-11-23T20:20:01.000Z',
    latest: '2026-11-23T21:20:01.000Z',
    source: 'header',
  });
});

test('a manifest that is none', async () => {
  write('a.dump', good);
  write('a.dump.json', '{"half');
  const { value } = await describeDumps({ directory, timeZone: 'UTC' }, signal);
  expect(value?.dumps).toMatchObject([{ name: 'a.dump', manifest: null, manifestProblem: 'it is not JSON' }]);
});

test('backups of another database are listed and not read', async () => {
  write('a.dump', good);
  const { value } = await describeDumps({ directory, timeZone: 'UTC', database: 'keycloak' }, signal);
  expect(value?.dumps).toMatchObject([{ name: 'a.dump', sha256: null, contents: { kind: 'not read' } }]);
});

test('by a newer pg_dump than pg_restore here, if it is', async () => {
  write('a.dump', readFileSync(new URL('fixtures/by-18.dump', import.meta.url)), '2099-01-01T00:00:00Z');
  const { value, gaps } = await describeDumps({ directory, timeZone: 'UTC' }, signal);
  expect(value?.dumps).toMatchObject([{ header: { archiveVersion: '1.16.0', compression: 'gzip', database: 'small' } }]);
  const programs = await findPostgresPrograms(['pg_restore']);
  if ((programs?.major ?? 0) >= 17) expect(value?.dumps).toMatchObject([{ contents: { kind: 'whole', keycloakVersion: '26.4.0' } }]);
  else
    expect(gaps?.map(({ code, reason }) => [code, reason])).toEqual([
      ['backup/TOOL_TOO_OLD', 'a.dump was written by pg_dump 18.6: unsupported version (1.16) in file header.'],
    ]);
});

test('what is not read is a gap, with its name', async () => {
  write('keycloak.dump.lz4', Buffer.from([0x04, 0x22, 0x4d, 0x18, 0, 0, 0, 0]));
  write('notes.zip', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0]));
  write('backup.log.1.gz', gzipSync('all is well'));
  const { value, gaps } = await describeDumps({ directory, timeZone: 'UTC' }, signal);
  expect(value?.dumps.map(({ name, kind }) => [name, kind])).toEqual([['keycloak.dump.lz4', 'other']]);
  expect(gaps?.map(({ code, reason }) => [code, reason])).toEqual([['backup/FORMAT_NOT_READ', 'keycloak.dump.lz4 is lz4.']]);
});

test('packed twice, and packed with something else in it', async () => {
  write('a.dump.gz', gzipSync(gzipSync(good)));
  write('b.dump.gz', gzipSync('something else'), '2026-11-23T21:20:03Z');
  const { value, gaps } = await describeDumps({ directory, timeZone: 'UTC' }, signal);
  expect(value?.dumps.map(({ name, kind, packed, contents }) => [name, kind, packed, contents])).toEqual([
    [
      'b.dump.gz',
      'unknown',
      'gzip',
      { kind: 'broken', why: 'the 14 bytes that are packed in it do not begin as any format of pg_dump does' },
    ],
    ['a.dump.gz', 'gzip', 'gzip', { kind: 'not read' }],
  ]);
  expect(gaps?.map(({ code, reason }) => [code, reason])).toEqual([['backup/FORMAT_NOT_READ', 'a.dump.gz: it is of the format "gzip".']]);
});
