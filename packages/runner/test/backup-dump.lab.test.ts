import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { BackupManifest, describeDumps, hashDump } from '@keycloak-release-gate/checks/backup';
import { openDatabaseServer, provideTools } from '@keycloak-release-gate/lab';
import type { DatabaseServer } from '@keycloak-release-gate/lab';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { environment, refusal, verify } from './run-program.ts';

const program = join(import.meta.dirname, '..', 'bin', 'verify.mjs');
const signal = AbortSignal.timeout(600_000);
let server: DatabaseServer;
let programs = '';
let folder = '';
let output = '';

beforeAll(async () => {
  const tools = await provideTools(() => undefined, signal);
  programs = tools.postgres;
  server = await openDatabaseServer({ tools, version: '26.4.0', signal });
});
afterAll(async () => server?.dispose());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-dump-'));
  output = join(folder, 'backups');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As DevOps' job has them: the owner of the tables. */
const connection = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  NO_COLOR: '1',
  PGHOST: server.server.host,
  PGPORT: String(server.server.port),
  PGDATABASE: server.database,
  PGUSER: 'keycloak',
  PGPASSWORD: server.passwords.keycloak,
});

function start(args: readonly string[], variables: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [program, 'backup', 'dump', '--output', output, ...args], {
    cwd: folder,
    env: { ...connection(), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => child.once('close', (code, by) => resolve(code ?? by)));
  const result = Promise.all([text(child.stdout), text(child.stderr), ended]).then(([out, err, exitCode]) => ({ out, err, exitCode }));
  return { child, result };
}

const dump = (args: readonly string[] = [], variables: Readonly<Record<string, string>> = {}) => start(args, variables).result;
const files = (): string[] => (existsSync(output) ? readdirSync(output) : []);
const manifestIn = (): BackupManifest =>
  BackupManifest.parse(JSON.parse(readFileSync(join(output, files().find((name) => name.endsWith('.json')) ?? ''), 'utf8')));

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await what()); await delay(20))
    if (Date.now() > deadline) throw new Error('It did not come to that.');
}

describe.each([
  ['custom', [], '.dump'],
  ['directory', ['--jobs', '2'], '.dir'],
  ['tar', [], '.tar'],
  ['plain', ['--compress', '0'], '.sql'],
])('a backup in the format %s', (format, more, extension) => {
  test('is whole, for its owner alone, and as its manifest says', async () => {
    const { exitCode, out, err } = await dump(['--format', format, ...more]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    const manifest = manifestIn();
    const file = join(output, manifest.file);
    expect(files().toSorted()).toEqual([manifest.file, `${manifest.file}.json`]);
    expect(manifest.file.replace(extension, '')).toMatch(/^keycloak-20\d\d-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/);
    expect(await hashDump(file, signal)).toEqual({ bytes: manifest.bytes, sha256: manifest.sha256 });
    const inFolder = format === 'directory' ? readdirSync(file).map((name) => join(file, name)) : [];
    for (const path of [output, file, `${file}.json`, ...inFolder]) expect(statSync(path).mode & 0o077, path).toBe(0);
    expect(out.split('\n')[0]).toBe(file);
    expect(out).toContain(`SHA-256   ${manifest.sha256}`);
  });
});

test('the manifest says what the database says', async () => {
  const { exitCode, out } = await dump(['--json']);
  expect(exitCode).toBe(0);
  const counted = JSON.parse(
    await server.sql(`SELECT json_build_object('realms', (SELECT json_agg(name ORDER BY name) FROM realm), 'client', (SELECT count(*) FROM client),
      'credential', (SELECT count(*) FROM credential), 'changeSets', (SELECT count(*) FROM databasechangelog), 'tables', (SELECT count(*) FROM pg_tables WHERE schemaname = 'public'),
      'constraints', (SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace), 'indexes', (SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'),
      'system', (SELECT system_identifier::text FROM pg_control_system()))`),
  ) as Record<string, unknown>;
  const manifest = manifestIn();
  const { file, ...rest } = manifest;
  expect(JSON.parse(out)).toEqual({ file: join(output, file), ...rest, notes: [] });
  expect({
    realms: manifest.realms,
    client: manifest.counts['client'],
    credential: manifest.counts['credential'],
    changeSets: manifest.changeSets,
    tables: Object.keys(manifest.counts).length,
    constraints: manifest.constraints?.total,
    indexes: manifest.indexes?.total,
    system: manifest.systemIdentifier,
  }).toEqual(counted);
  expect(manifest).toMatchObject({
    database: 'keycloak',
    migrationVersion: '26.4.0',
    schema: 'public',
    countedIn: 'snapshot',
    locksHeld: 0,
    changeLogs: [{ table: 'databasechangelog', changeSets: manifest.changeSets, failed: 0 }],
    constraints: { notValidated: 0 },
    indexes: { invalid: 0 },
  });
});

test('what is written while it is taken is neither counted nor dumped', async () => {
  await server.sql('CREATE TABLE one (a int); CREATE TABLE two (a int); GRANT SELECT ON one, two TO keycloak');
  const psql = spawn(
    join(programs, 'psql'),
    ['-X', '-q', '-h', server.server.socket, '-p', String(server.server.port), '-U', 'postgres', server.database],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  const ended = new Promise((resolve) => psql.once('close', resolve));
  psql.stdin.on('error', () => undefined);
  // Both tables grow in every transaction by as much: only a snapshot sees them equal.
  psql.stdin.write('WITH other AS (INSERT INTO two VALUES (1)) INSERT INTO one VALUES (1) \\watch 0.01\n');
  try {
    await until(async () => Number(await server.sql('SELECT count(*) FROM one')) > 5);
    const before = Number(await server.sql('SELECT count(*) FROM one'));
    expect((await dump()).exitCode).toBe(0);
    const after = Number(await server.sql('SELECT count(*) FROM one'));
    const { counts, file } = manifestIn();
    expect(after).toBeGreaterThan(before);
    expect(counts['one']).toBeGreaterThanOrEqual(before);
    expect(counts['one']).toBeLessThan(after);
    expect(counts['two']).toBe(counts['one']);
    expect(await rowsIn(join(output, file), 'one')).toBe(counts['one']);
    expect(await rowsIn(join(output, file), 'two')).toBe(counts['one']);
    const { value } = await describeDumps({ directory: output, timeZone: 'UTC', database: 'keycloak' }, signal);
    expect(value?.dumps).toMatchObject([{ name: file, inProgress: false, contents: { kind: 'whole', keycloakVersion: '26.4.0' } }]);
  } finally {
    psql.kill('SIGKILL');
    await ended;
    await server.sql('DROP TABLE one, two');
  }
});

async function rowsIn(file: string, table: string): Promise<number> {
  const child = spawn(join(programs, 'pg_restore'), ['--data-only', `--table=${table}`, '--file=-', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return (await text(child.stdout)).split('\n').filter((line) => line === '1').length;
}

describe('ended in the middle', () => {
  beforeAll(async () => {
    // What does not compress takes a while.
    await server.sql(`CREATE TABLE big AS SELECT string_agg(md5(random()::text), '') AS a FROM generate_series(1, 800000) AS i GROUP BY i / 100;
      GRANT SELECT ON big TO keycloak`);
  });
  afterAll(async () => server.sql('DROP TABLE big'));

  const formats = [
    ['--format', 'custom'],
    ['--format', 'directory', '--jobs', '2'],
  ] as const;
  test.each([
    ['SIGINT', 130, formats[0]],
    ['SIGTERM', 143, formats[1]],
    ['SIGKILL', 'SIGKILL', formats[0]],
    ['SIGKILL', 'SIGKILL', formats[1]],
  ] as const)('by %s, it leaves no file and no session', async (name, expected, format) => {
    const { child, result } = start([...format, '--compress', '9'], {});
    await until(() => written() > 200_000);
    child.kill(name);
    const { exitCode, out } = await result;
    expect({ exitCode, out }).toEqual({ exitCode: expected, out: '' });
    await until(() => files().length === 0);
    await until(
      async () =>
        (
          await server.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name IN ('pg_dump', 'psql') AND usename = 'keycloak'")
        ).trim() === '0',
    );
    expect(running(child)).toBe(false);
  });

  test('pg_dump that is killed leaves no file, and is told', async () => {
    const { result } = start(['--compress', '9'], {});
    await until(() => written() > 200_000);
    await server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pg_dump'");
    const { exitCode, err } = await result;
    expect({ exitCode, files: files() }).toEqual({ exitCode: 3, files: [] });
    expect(err).toMatch(/^✗ No backup was taken\. pg_dump said: .*(?:terminating|server closed) (?:the )?connection/);
  });

  test('not by a time limit for transactions that wait, which pg_dump lifts for itself alone', async () => {
    await server.sql(
      "ALTER ROLE keycloak SET idle_in_transaction_session_timeout = '200ms'; ALTER ROLE keycloak SET statement_timeout = '2s'",
    );
    try {
      const { exitCode, err } = await dump(['--compress', '9']);
      expect({ exitCode, err, files: files().length }).toEqual({ exitCode: 0, err: '', files: 2 });
    } finally {
      await server.sql('ALTER ROLE keycloak RESET ALL');
    }
  });

  /** Bytes of the unfinished dump. */
  function written(): number {
    const [name] = files().filter((each) => each.endsWith('.unfinished') && !each.startsWith('.'));
    if (name === undefined) return 0;
    const path = join(output, name);
    return statSync(path).isDirectory()
      ? readdirSync(path).reduce((sum, each) => sum + statSync(join(path, each)).size, 0)
      : statSync(path).size;
  }
});

const running = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

describe('no backup, and the reason', () => {
  const expectRefusal = async (
    exitCode: number,
    code: string,
    variables: Readonly<Record<string, string>>,
    args: readonly string[] = [],
  ) => {
    const told = await dump(args, variables);
    expect({ exitCode: told.exitCode, out: told.out, files: files() }, told.err).toEqual({ exitCode, out: '', files: [] });
    expect(told.err).toContain(`code   ${code}\n`);
    expect(told.err).not.toContain(server.passwords.keycloak);
    expect(told.err).not.toMatch(/^\s+at /m);
    return told.err;
  };

  test('a wrong password', async () => expectRefusal(2, 'CREDENTIALS_REFUSED', { PGPASSWORD: 'not-the-password' }));
  test('no password', async () => expectRefusal(2, 'CREDENTIALS_REFUSED', { PGPASSWORD: '', HOME: folder }));
  test('an unreachable server', async () => expectRefusal(3, 'UNREACHABLE', { PGPORT: '1' }));
  test('an unknown database', async () => expectRefusal(2, 'DATABASE_UNKNOWN', { PGDATABASE: 'sso' }));
  test('an unknown service', async () => expectRefusal(2, 'BAD_CONNECTION', { PGSERVICE: 'nowhere' }));
  test('the role of the gate', async () => {
    const err = await expectRefusal(2, 'NOT_ALLOWED', { PGUSER: 'gate', PGPASSWORD: server.passwords.gate });
    expect(err).toMatch(
      /This account may not read \d+ tables, such as public\.\w+\. \(The read-only role of the gate cannot take a backup\.\)/,
    );
  });
  test('no database of Keycloak', async () =>
    expectRefusal(2, 'NOT_KEYCLOAK', { PGDATABASE: 'postgres', PGHOST: server.server.socket, PGUSER: 'postgres' }));
  test('another schema', async () => expectRefusal(2, 'NOT_KEYCLOAK', {}, ['--schema', 'keycloak']));
  test('no tools', async () => expectRefusal(2, 'TOOL_MISSING', { POSTGRES_PROGRAMS: folder }));
  test('tools that are older than the server', async () => {
    const old = join(folder, 'bin');
    mkdirSync(old);
    symlinkSync(join(programs, 'psql'), join(old, 'psql'));
    writeFileSync(join(old, 'pg_dump'), '#!/bin/sh\necho "pg_dump (PostgreSQL) 9.6.24"\n');
    chmodSync(join(old, 'pg_dump'), 0o755);
    await expectRefusal(2, 'TOOL_TOO_OLD', { POSTGRES_PROGRAMS: old });
  });
  test('a folder that is a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    output = join(folder, 'file');
    const { exitCode, err } = await dump();
    expect(exitCode).toBe(2);
    expect(err).toContain('code   FOLDER_UNWRITABLE');
  });
  test.each([
    ['jobs for one file', ['--jobs', '2']],
    ['half a job', ['--format', 'directory', '--jobs', '0.5']],
    ['an unknown compression', ['--compress', '$(reboot)']],
    ['a compressed tar', ['--format', 'tar', '--compress', '3']],
  ])('%s', async (_name, args) => void (await expectRefusal(2, 'BAD_OPTION', {}, args)));
  test('an environment, and nobody who may', async () => {
    const { PGUSER: _, ...nobody } = connection();
    const err = await refusal(
      ['backup', 'dump', '--output', output, '--env', 'one'],
      { environment: declared() },
      { ...nobody, ...secrets },
    );
    expect(err).toContain('the gate\'s own user "gate" reads only a few tables');
  });
});

test('with an environment, its file says where the database is', async () => {
  const { PGHOST: _, PGPORT: __, PGDATABASE: ___, ...who } = connection();
  const { exitCode, err } = await verify(
    ['backup', 'dump', '--output', output, '--env', 'one'],
    { environment: declared() },
    // What would lead elsewhere does not.
    { ...who, ...secrets, PGHOSTADDR: '127.0.0.1', PGSERVICE: 'nowhere' },
  );
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(manifestIn().database).toBe('keycloak');
});

const secrets = { TEST_GATE_SECRET: 'long-enough-secret' };
const declared = (): string =>
  environment(
    `database: { host: '${server.server.host}', port: ${server.server.port}, name: 'keycloak', user: 'gate', password: secret.variable('TEST_GATE_SECRET'), tls: 'off' }`,
  );

test('a migration that is under way is told, in the manifest too', async () => {
  await server.sql('UPDATE databasechangeloglock SET locked = true WHERE id = (SELECT min(id) FROM databasechangeloglock)');
  try {
    const { exitCode, err } = await dump();
    expect(exitCode).toBe(0);
    expect(err).toContain('migration lock was held');
    expect(manifestIn().locksHeld).toBe(1);
  } finally {
    await server.sql('UPDATE databasechangeloglock SET locked = false');
  }
});
