import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrillRecord } from '@keycloak-release-gate/checks/backup';
import { openDatabaseServer, provideTools } from '@keycloak-release-gate/lab';
import type { DatabaseServer } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { environment, place, program, verify } from './run-program.ts';

const signal = AbortSignal.timeout(300_000);
const work = mkdtempSync(join(tmpdir(), 'backup-drill-'));
let server: DatabaseServer;
let directory = '';
let reports = '';
let count = 0;

beforeAll(async () => {
  server = await openDatabaseServer({ tools: await provideTools(() => undefined, signal), version: '26.4.0', signal });
});
afterAll(async () => {
  await server?.dispose();
  rmSync(work, { recursive: true, force: true });
});
beforeEach(() => {
  count += 1;
  directory = join(work, `backups-${count}`);
  reports = join(work, `reports-${count}`);
  mkdirSync(directory);
});

const asOwner = (): Readonly<Record<string, string>> => ({
  PGHOST: server.server.host,
  PGPORT: String(server.server.port),
  PGDATABASE: 'keycloak',
  PGUSER: 'keycloak',
  PGPASSWORD: server.passwords.keycloak,
});

/** `verify backup dump` into the folder of the test; returns the dump's name. */
async function dump(...options: readonly string[]): Promise<string> {
  const { out, err } = await verify(['backup', 'dump', '--output', directory, '--json', ...options], {}, asOwner());
  if (out === '') throw new Error(err);
  return (JSON.parse(out) as { file: string }).file.slice(directory.length + 1);
}

const one = (restore = `{ hosts: ['${hostname()}'] }`): string =>
  environment(
    `backups: { directory: '${directory}', restore: ${restore} },
     database: { host: '${server.server.host}', port: ${server.server.port}, name: 'keycloak', user: 'gate', password: secret.variable('TEST_DATABASE_PASSWORD'), tls: 'off' },`,
  );

const drill = async (args: readonly string[] = [], restore?: string) =>
  verify(
    ['backup', 'drill', '--env', 'one', '--reports', reports, ...args],
    { environment: one(restore) },
    // Whoever runs it may have these set: they lead a drill nowhere.
    { TEST_GATE_SECRET: 'long-enough-secret', TEST_DATABASE_PASSWORD: server.passwords.gate, ...asOwner() },
  );

interface Said {
  readonly exitCode: number;
  readonly findings: readonly { readonly code: string; readonly message: string }[];
  readonly gaps: readonly { readonly code: string; readonly reason: string }[];
  readonly drill: DrillRecord | null;
}
const json = async (args: readonly string[] = [], restore?: string): Promise<Said> => {
  const { out, err } = await drill(['--json', ...args], restore);
  if (out === '') throw new Error(err);
  return JSON.parse(out) as Said;
};

/** What a live database counts of all that is written to it. */
const doings = (): Promise<string> =>
  server.sql("SELECT tup_inserted, tup_updated, tup_deleted, temp_files, deadlocks FROM pg_stat_database WHERE datname = 'keycloak'");

const recorded = (): readonly DrillRecord[] =>
  readdirSync(join(reports, 'one/drills')).map((name) =>
    DrillRecord.parse(JSON.parse(readFileSync(join(reports, 'one/drills', name), 'utf8'))),
  );

test('a good backup is restored, looked into and recorded, and the live database is not touched', async () => {
  const name = await dump();
  const before = await doings();
  const { exitCode, out } = await drill();
  expect(out).toMatch(
    new RegExp(`^. ${name} is restorable: it took at least \\d+\\.\\d s, without Keycloak's start, which was not measured\\.$`, 'm'),
  );
  expect(out).toMatch(/held against: its manifest: \d\d+ tables/);
  expect(exitCode).toBe(0);
  expect(await doings()).toBe(before);
  const [record] = recorded();
  expect(record).toMatchObject({
    host: hostname(),
    backup: { name, kind: 'custom', database: 'keycloak' },
    level: 'L4',
    failure: null,
    leftOut: [],
    restored: { keycloakVersion: '26.4.0', locksHeld: 0, constraints: { notValidated: 0 }, indexes: { invalid: 0 } },
  });
  expect(record?.restored?.counts).toEqual(record?.manifest?.counts);
  expect(record?.seconds.boot).toBeNull();
});

test.each(['directory', 'tar', 'plain'])('so is one in the format %s', async (format) => {
  await dump('--format', format);
  const { exitCode, findings, gaps, drill: record } = await json();
  expect({ exitCode, findings, gaps }).toEqual({ exitCode: 0, findings: [], gaps: [] });
  expect(record).toMatchObject({ level: 'L4', backup: { kind: format, sha256: record?.manifest?.sha256 } });
});

describe('what reading a dump to its end does not see', () => {
  test('a foreign key that does not hold', async () => {
    // As it comes to be: somebody mended the data with the constraints switched off.
    await server.sql(
      "SET session_replication_role = replica; INSERT INTO user_entity (id, realm_id, username) VALUES ('u', 'gone', 'orphan'); INSERT INTO credential (id, user_id) VALUES ('orphan', 'nobody')",
    );
    try {
      const name = await dump();
      const checked = await verify(
        ['backup', 'check', '--env', 'one'],
        { environment: one() },
        { TEST_GATE_SECRET: 'long-enough-secret', TEST_DATABASE_PASSWORD: server.passwords.gate },
      );
      expect(checked.out).not.toContain('✗');
      const { exitCode, findings, drill: record } = await json();
      expect(exitCode).toBe(1);
      expect(findings.map(({ code }) => code)).toEqual(['backup/RESTORE_FAILED']);
      expect(findings[0]?.message).toMatch(
        new RegExp(
          `^${name} cannot be restored \\(at its indexes and constraints\\): insert or update on table "credential" violates foreign key constraint "fk_\\w+"`,
        ),
      );
      expect(record).toMatchObject({ level: null, failure: { stage: 'index', problem: 'broken' } });
      expect(JSON.stringify(record)).not.toContain('orphan');
    } finally {
      await server.sql(
        "SET session_replication_role = replica; DELETE FROM credential WHERE id = 'orphan'; DELETE FROM user_entity WHERE id = 'u'",
      );
    }
  });

  test('a dump that is another than its manifest counted', async () => {
    const name = await dump();
    const manifest = JSON.parse(readFileSync(join(directory, `${name}.json`), 'utf8')) as {
      constraints: { total: number };
      realms: string[];
    };
    manifest.constraints.total += 1;
    manifest.realms.push('lost');
    writeFileSync(join(directory, `${name}.json`), JSON.stringify(manifest));
    const { exitCode, findings } = await json([name]);
    expect(exitCode).toBe(1);
    expect(findings.map(({ code }) => code)).toEqual(['backup/CONSTRAINT_MISSING', 'backup/COUNT_MISMATCH']);
  });
});

test('without a manifest it is held against the live database', async () => {
  const name = await dump();
  rmSync(join(directory, `${name}.json`));
  // A key that the dump has not, as if it had been lost on the way.
  await server.sql('ALTER TABLE realm ADD CONSTRAINT lost_on_the_way CHECK (id IS NOT NULL)');
  try {
    const { exitCode, findings, drill: record } = await json([name]);
    expect(exitCode).toBe(1);
    expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      `backup/CONSTRAINT_MISSING ${name}, restored, lacks the constraint realm.lost_on_the_way, which the live database of the same version has.`,
    ]);
    expect(record?.live).toEqual({ missingConstraints: ['realm.lost_on_the_way'], missingIndexes: [] });
  } finally {
    await server.sql('ALTER TABLE realm DROP CONSTRAINT lost_on_the_way');
  }
});

test('a restore that takes longer than was promised is told', async () => {
  await dump();
  const { exitCode, findings } = await json([], `{ hosts: ['${hostname()}'], withinSeconds: 0.001 }`);
  expect(exitCode).toBe(1);
  expect(findings.map(({ code }) => code)).toEqual(['backup/RTO_EXCEEDED']);
});

describe('nothing is restored', () => {
  test('on a machine that may not hold the data', async () => {
    await dump();
    const { exitCode, err } = await drill([], "{ hosts: ['restore.example'] }");
    expect(exitCode).toBe(2);
    expect(err).toContain('code   RESTORE_NOT_ALLOWED');
    expect(err).toContain(`may not be restored on this machine (${hostname()}), but on restore.example`);
  });

  test('of a name that is not there', async () => {
    const name = await dump();
    const { exitCode, err } = await drill([name.replace('.dump', '.dmp')]);
    expect(exitCode).toBe(2);
    expect(err).toContain(`Did you mean "${name}"?`);
  });

  test('where there is no backup', async () => {
    const { exitCode, gaps } = await json();
    expect(exitCode).toBe(3);
    expect(gaps.map(({ code }) => code)).toEqual(['backup/NONE_FOUND']);
  });
});

test('Ctrl-C ends it, and leaves neither a server nor a record', async () => {
  await dump();
  const folder = join(place, 'interrupted');
  mkdirSync(join(folder, 'scenarios/environments'), { recursive: true });
  writeFileSync(join(folder, 'scenarios/environments/one.ts'), one());
  const child = spawn(process.execPath, [program, 'backup', 'drill', '--env', 'one', '--reports', reports], {
    cwd: folder,
    env: { PATH: process.env['PATH'], TEST_GATE_SECRET: 'long-enough-secret', TEST_DATABASE_PASSWORD: server.passwords.gate },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (text.includes('making a scratch server')) child.kill('SIGINT');
  });
  expect(await once(child, 'close')).toEqual([130, null]);
  expect(said).toContain('Interrupted: what was restored is removed, and nothing was recorded.');
  expect(readdirSync(work).filter((name) => name === `reports-${count}`)).toEqual([]);
});
