import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupManifest } from '@keycloak-release-gate/checks/backup';
import { openDatabaseServer, provideTools } from '@keycloak-release-gate/lab';
import type { DatabaseServer } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { environment, refusal, verify } from './run-program.ts';
import { drillOf } from './sample-drill.ts';

const signal = AbortSignal.timeout(300_000);
const work = mkdtempSync(join(tmpdir(), 'backup-check-'));
let server: DatabaseServer;
let made: { readonly file: string; readonly sha256: string; readonly bytes: number; readonly snapshotAt: string };
let directory = '';
let count = 0;

/** `verify backup …` on the folder of the test, and on the live database. */
const backup = async (args: readonly string[], { scenarios = '' } = {}) =>
  verify(
    ['backup', ...args],
    {
      environment: environment(
        `backups: { directory: '${directory}' },
         database: { host: '${server.server.host}', port: ${server.server.port}, name: 'keycloak', user: 'gate', password: secret.variable('TEST_DATABASE_PASSWORD'), tls: 'off' },${scenarios}`,
      ),
    },
    { TEST_GATE_SECRET: 'long-enough-secret', TEST_DATABASE_PASSWORD: server.passwords.gate },
  );

beforeAll(async () => {
  server = await openDatabaseServer({ tools: await provideTools(() => undefined, signal), version: '26.4.0', signal });
  const { out, err } = await verify(
    ['backup', 'dump', '--output', join(work, 'made'), '--json'],
    {},
    {
      PGHOST: server.server.host,
      PGPORT: String(server.server.port),
      PGDATABASE: 'keycloak',
      PGUSER: 'keycloak',
      PGPASSWORD: server.passwords.keycloak,
    },
  );
  if (out === '') throw new Error(err);
  made = JSON.parse(out) as typeof made;
});
afterAll(async () => {
  await server?.dispose();
  rmSync(work, { recursive: true, force: true });
});
beforeEach(() => {
  directory = join(work, String((count += 1)));
  mkdirSync(directory);
});

/** Puts the backup there, with its manifest. */
function put(name: string, { manifest = true } = {}): string {
  const path = join(directory, name);
  copyFileSync(made.file, path);
  if (manifest) copyFileSync(`${made.file}.json`, `${path}.json`);
  return path;
}

const json = async (args: readonly string[]): Promise<{ exitCode: number | null; said: Record<string, unknown> }> => {
  const { exitCode, out } = await backup([...args, '--env', 'one', '--json']);
  return { exitCode, said: JSON.parse(out) as Record<string, unknown> };
};

test('every backup is listed, newest first', async () => {
  put('good.dump');
  truncateSync(put('cut.dump', { manifest: false }), 1_000);
  writeFileSync(join(directory, 'other.dump.unfinished'), 'PGDMP');
  const { exitCode, said } = await json(['list']);
  expect(exitCode).toBe(0);
  expect(said).toMatchObject({
    environment: 'one',
    gaps: [],
    backups: expect.arrayContaining([
      {
        name: 'good.dump',
        source: directory,
        kind: 'custom',
        state: 'whole',
        takenAt: { earliest: made.snapshotAt, latest: made.snapshotAt },
        bytes: made.bytes,
        database: 'keycloak',
        keycloakVersion: '26.4.0',
        manifest: true,
        sha256: made.sha256,
        drill: null,
      },
    ]) as unknown,
  });
  const text = await backup(['list', '--env', 'one']);
  expect(text.out).toMatch(/^backup +taken +size +database +Keycloak +manifest +state +drilled +SHA-256 +source\n/);
  expect(text.out).toMatch(new RegExp(String.raw`\ngood\.dump +.*keycloak +26\.4\.0 +yes +whole +${made.sha256.slice(0, 12)} `));
});

test('with the drills that were recorded of it', async () => {
  put('good.dump');
  const finishedAt = new Date().toISOString();
  const takenAt = { earliest: made.snapshotAt, latest: made.snapshotAt };
  const drill = drillOf(
    { name: 'good.dump', kind: 'custom', bytes: made.bytes, sha256: made.sha256, source: directory, takenAt, database: 'keycloak' },
    finishedAt,
  );
  const { exitCode, out } = await verify(['backup', 'list', '--env', 'one', '--json'], {
    environment: environment(`backups: { directory: '${directory}' }`),
    files: { 'reports/one/drills/1.json': JSON.stringify(drill), 'reports/one/drills/2.json': '{' },
  });
  expect(exitCode).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ backups: [{ drill: { level: 'L4', finishedAt, failure: null, good: true } }] });
});

describe('the check', () => {
  const codesOf = ({ said }: { said: Record<string, unknown> }): string[] =>
    (said['checks'] as { findings: { code: string; severity: string }[]; gaps: { code: string }[] }[]).flatMap(({ findings, gaps }) => [
      ...findings.map(({ code, severity }) => `${severity} ${code}`),
      ...gaps.map(({ code }) => `gap ${code}`),
    ]);

  test('passes what is good', async () => {
    put('a.dump');
    put('b.dump');
    const judged = await json(['check']);
    expect({ exitCode: judged.exitCode, codes: codesOf(judged) }).toEqual({ exitCode: 0, codes: [] });
    const { out } = await backup(['check', '--env', 'one']);
    expect(out).toMatch(
      /^✓ A fresh and whole backup of the database is there \(backup\/fresh\)\n {4}the backup that a rollback restores: b\.dump\n/,
    );
  });

  test('tells what is not, and what to do', async () => {
    truncateSync(put('a.dump'), 1_000);
    const { exitCode, out } = await backup(['check', '--env', 'one']);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^✗ A fresh and whole backup/);
    expect(out).toMatch(/ {2}✗ \/.*\/a\.dump .*\n {6}do {4}.*\n {6}code {2}backup\//);
  });

  test('reads the one that is named, behind newer ones too', async () => {
    put('a.dump');
    put('b.dump');
    const good = await json(['check', 'a.dump']);
    expect({ exitCode: good.exitCode, codes: codesOf(good) }).toEqual({ exitCode: 0, codes: [] });
    truncateSync(join(directory, 'a.dump'), 1_000);
    expect((await json(['check', 'a.dump'])).exitCode).toBe(1);
    expect((await json(['check', 'b.dump'])).exitCode).toBe(0);
  });

  test('of an empty folder, and of none', async () => {
    const empty = await json(['check']);
    expect({ exitCode: empty.exitCode, codes: codesOf(empty) }).toEqual({ exitCode: 1, codes: ['fail backup/NONE_FOUND'] });
    rmSync(directory, { recursive: true });
    const none = await json(['check']);
    expect({ exitCode: none.exitCode, codes: codesOf(none) }).toEqual({ exitCode: 3, codes: ['gap backup/DIRECTORY_UNREADABLE'] });
    expect((await json(['list'])).exitCode).toBe(3);
  });

  test('without tools', async () => {
    put('a.dump');
    const { exitCode, out } = await verify(
      ['backup', 'check', '--env', 'one'],
      { environment: environment(`backups: { directory: '${directory}' }`) },
      { TEST_GATE_SECRET: 'long-enough-secret', POSTGRES_PROGRAMS: work },
    );
    expect(exitCode).toBe(3);
    expect(out).toContain('code  backup/TOOL_MISSING');
  });
});

test('a name that no backup has, with the one that was meant', async () => {
  put('keycloak-1.dump');
  const declared = { environment: environment(`backups: { directory: '${directory}' }`) };
  const err = await refusal(['backup', 'check', 'keycloak-2.dump', '--env', 'one'], declared);
  expect(err).toContain('There is no backup "keycloak-2.dump".');
  expect(err).toContain('Did you mean "keycloak-1.dump"?');
});

test('no place of backups, and an entry without one', async () => {
  const none = await verify(['backup', 'check', '--env', 'one', '--json'], { environment: environment() });
  expect(none.exitCode).toBe(3);
  expect(JSON.parse(none.out)).toMatchObject({ checks: [{ gaps: [{ code: 'gap/NOT_DECLARED' }] }] });
  const err = await refusal(['backup', 'list', '--env', 'one'], { environment: environment('backups: { warnAfterHours: 3 }') });
  expect(err).toContain('name where the backups are');
});

describe('a manifest', () => {
  const manifest = async (args: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
    verify(['backup', 'manifest', ...args], {}, variables);

  test('is written for a dump that has none, and fits', async () => {
    const path = put('a.dump', { manifest: false });
    const { exitCode, out } = await manifest([path, '--time-zone', 'UTC', '--json'], { TZ: 'Europe/Brussels' });
    expect(exitCode).toBe(0);
    const first = JSON.parse(readFileSync(`${made.file}.json`, 'utf8')) as BackupManifest;
    expect(JSON.parse(readFileSync(`${path}.json`, 'utf8'))).toEqual({
      format: 'keycloak-release-gate/backup',
      version: 1,
      file: 'a.dump',
      sha256: made.sha256,
      bytes: made.bytes,
      database: 'keycloak',
      // In its header, it has whole seconds.
      snapshotAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/) as unknown,
      finishedAt: expect.any(String) as unknown,
      serverVersion: first.serverVersion,
      systemIdentifier: null,
      migrationVersion: '26.4.0',
      changeSets: first.changeSets,
      counts: first.counts,
      countedIn: 'dump',
      locksHeld: 0,
      tool: expect.stringMatching(/^pg_dump \d+/) as unknown,
    });
    expect(JSON.parse(out)).toMatchObject({ written: `${path}.json`, findings: [], gaps: [] });
    expect(statSync(`${path}.json`).mode & 0o077).toBe(0);
    const again = await manifest([path]);
    expect({ exitCode: again.exitCode, told: again.out.split('\n').at(-2) }).toEqual({
      exitCode: 0,
      told: 'It is as its manifest says, which was counted in the dump itself: what was missing from the beginning, it does not tell.',
    });
  });

  test('of the job fits, until the dump is another', async () => {
    const path = put('a.dump');
    expect((await manifest([path])).out).toContain('It is as its manifest says, which was counted in the snapshot that was dumped.');
    truncateSync(path, made.bytes - 1);
    const { exitCode, out } = await manifest([path]);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/code {2}backup\/(?:HASH_MISMATCH|TRUNCATED|BROKEN)\n/);
  });

  test('is not written for a dump that is cut', async () => {
    const path = put('a.dump', { manifest: false });
    truncateSync(path, 5_000);
    const { exitCode, out } = await manifest([path]);
    expect({ exitCode, written: existsSync(`${path}.json`) }).toEqual({ exitCode: 1, written: false });
    expect(out).toMatch(/\nNothing was written\.\n$/);
  });

  test('needs to know when a plain dump was taken, and of what', async () => {
    const path = join(directory, 'a.sql');
    writeFileSync(path, '--\n-- PostgreSQL database dump\n--\n\n--\n-- PostgreSQL database dump complete\n--\n');
    expect(await refusal(['backup', 'manifest', path, '--taken-at', '2026-11-28T02:00:00+01:00'])).toContain('code   DATABASE_UNKNOWN');
    expect(await refusal(['backup', 'manifest', path, '--database', 'keycloak'])).toContain('code   TIME_UNKNOWN');
  });

  test('of a dump that may have been taken at two moments', async () => {
    const path = put('a.dump', { manifest: false });
    // Written an hour after it was taken, as when it was copied: either reading is possible then.
    const later = new Date(Date.now() + 2 * 3_600_000);
    utimesSync(path, later, later);
    expect(await refusal(['backup', 'manifest', path], {}, { TZ: 'Asia/Tokyo' })).toContain('code   TIME_AMBIGUOUS');
  });

  test.each([
    ['nothing', 'nowhere.dump', [], 'NO_SUCH_DUMP'],
    ['no dump', 'notes.txt', [], 'NO_DUMP'],
    ['no zone', 'notes.txt', ['--time-zone', 'Mars/Base'], 'BAD_OPTION'],
    ['no time', 'notes.txt', ['--taken-at', 'yesterday'], 'BAD_OPTION'],
  ])('of %s', async (_name, name, more, code) => {
    writeFileSync(join(directory, 'notes.txt'), 'hello');
    expect(await refusal(['backup', 'manifest', join(directory, name), ...more])).toContain(`code   ${code}`);
  });
});
