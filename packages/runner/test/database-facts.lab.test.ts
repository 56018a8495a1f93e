import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { databaseRightsAsNeeded, executedPlan, lostByRestore, structureAsBeforeRelease } from '@keycloak-release-gate/checks';
import { describeDumps } from '@keycloak-release-gate/checks/backup';
import type { AnyCollector, Check, CollectContext, Judgement } from '@keycloak-release-gate/core';
import { openDatabaseServer, provideTools } from '@keycloak-release-gate/lab';
import type { DatabaseServer } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blockOf } from './guide/blocks.ts';
import { repository } from './lab/verify.ts';

const signal = AbortSignal.timeout(600_000);
const script = join(repository, 'packages', 'checks', 'database-role.sql');
let programs = '';
let server: DatabaseServer;

beforeAll(async () => {
  const tools = await provideTools(() => undefined, signal);
  programs = tools.postgres;
  server = await openDatabaseServer({ tools, version: '26.4.0', signal });
});
afterAll(async () => server?.dispose());

type Account = 'postgres' | 'keycloak' | 'gate';

/** Runs one of PostgreSQL's programs, as the superuser, as the owner of Keycloak's tables or as the gate; returns what it says. */
const run = (name: string, args: readonly string[], as: Account = 'postgres'): Promise<string> =>
  runProgram(join(programs, name), args, { as, cwd: repository, path: '', input: '' });

/** Runs a program in a session of its own, so that whoever asks for a password reads it from the input. */
async function runProgram(
  file: string,
  args: readonly string[],
  { as, cwd, path, input }: { readonly as: Account; readonly cwd: string; readonly path: string; readonly input: string },
): Promise<string> {
  const { socket, host, port } = server.server;
  const child = spawn(file, args, {
    cwd,
    detached: true,
    env: {
      PATH: [path, process.env['PATH'] ?? ''].join(':'),
      LC_ALL: 'C.UTF-8',
      PGDATABASE: server.database,
      PGPORT: String(port),
      PGUSER: as,
      ...(as === 'postgres' ? { PGHOST: socket } : { PGHOST: host, PGPASSWORD: server.passwords[as] }),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Who asks for nothing may be gone before.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`${file} ended with ${child.exitCode}: ${complained}`);
  return said;
}

const grant = (): Promise<string> => run('psql', ['-X', '-q', '-f', script]);

/** Looks by the collector that a check reads under this name, as the gate's role. */
async function look(check: Check, name: string, looks: object = {}, user = 'gate'): Promise<unknown> {
  const database = {
    host: server.server.host,
    port: server.server.port,
    name: server.database,
    user,
    password: { env: 'X' },
    tls: 'off',
    schema: 'public',
  };
  const context = { run: { suite: 'post-rollback', environment: { database } }, secret: () => server.passwords.gate, signal, looks };
  const collector = check.reads[name] as AnyCollector;
  const { value, gaps = [] } = await collector.collect({}, context as unknown as CollectContext<never>);
  expect(gaps).toEqual([]);
  return collector.evidence.parse(value);
}

const now = new Date().toISOString();

describe("the guide's lines for psql", () => {
  /** What PostgreSQL says of each column of the schema, and of each table, that a role has a right to. */
  const rightsOf = async (role: string, schema: string): Promise<readonly string[]> => {
    const said = await server.sql(`
      SELECT format('%s.%s: %s', c.relname, a.attname, string_agg(p.name, ', '))
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped,
             unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS p(name)
       WHERE c.relnamespace = '${schema}'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
         AND has_column_privilege('${role}', c.oid, a.attnum, p.name)
       GROUP BY c.relname, a.attname
       ORDER BY 1`);
    return said.trimEnd().split('\n');
  };
  /** Runs what stands in the guide, as the superuser, in the root of the repository, where nobody sits at a terminal. */
  const follow = (lines: string, input = ''): Promise<string> =>
    runProgram('bash', ['-eu', '-c', lines], { as: 'postgres', cwd: repository, path: programs, input });

  test('make the role, with the password that is asked for; it reads what it is to read, and no more', async () => {
    const before = await rightsOf('gate', 'public');
    await follow("psql -d keycloak -c 'DROP OWNED BY gate' -c 'DROP ROLE gate'");
    expect(await server.sql("SELECT count(*) FROM pg_roles WHERE rolname = 'gate'")).toBe('0\n');
    // The password goes to psql's own question, and stands in no argument and in no log of the server.
    await follow(blockOf("psql -d keycloak -c 'CREATE ROLE "), `${server.passwords.gate}\n${server.passwords.gate}\n`);
    expect(before.length).toBeGreaterThan(20);
    expect(await rightsOf('gate', 'public')).toEqual(before);
    expect(before.filter((line) => !line.endsWith(': SELECT'))).toEqual([]);

    const asGate = (...statements: readonly string[]): Promise<string> =>
      run('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', ...statements.flatMap((sql) => ['-c', sql])], 'gate');
    expect(await asGate('SELECT version FROM migration_model')).not.toBe('');
    expect(await asGate('SELECT count(id) FROM user_entity')).toMatch(/^\d+\n$/);
    await expect(asGate('DELETE FROM migration_model')).rejects.toThrow('in a read-only transaction');
    const asWriter = 'SET default_transaction_read_only = off';
    for (const refused of [
      ['SELECT username FROM user_entity'],
      ['SELECT secret_data FROM credential'],
      ['SELECT * FROM realm'],
      ['SELECT secret FROM client'],
      [asWriter, 'DELETE FROM migration_model'],
      [asWriter, 'CREATE TABLE mine (id int)'],
    ])
      await expect(asGate(...refused), refused.at(-1)).rejects.toThrow('permission denied');
  });

  test('give the same to a role and in a schema of other names', async () => {
    await server.sql(`CREATE ROLE sso_gate LOGIN; CREATE SCHEMA keycloak;
      CREATE TABLE keycloak.migration_model (LIKE public.migration_model); CREATE TABLE keycloak.user_entity (LIKE public.user_entity);`);
    try {
      await follow(blockOf('psql -d keycloak -v '));
      const ofTwo = (await rightsOf('gate', 'public')).filter((line) => /^(?:migration_model|user_entity)\./.test(line));
      expect(ofTwo.length).toBeGreaterThan(3);
      expect(await rightsOf('sso_gate', 'keycloak')).toEqual(ofTwo);
    } finally {
      await server.sql('DROP SCHEMA keycloak CASCADE; DROP OWNED BY sso_gate; DROP ROLE sso_gate;');
    }
  });
});

describe('the role of the shipped script', () => {
  const judge = async (user?: string): Promise<Judgement> =>
    databaseRightsAsNeeded.check.judge({ access: await look(databaseRightsAsNeeded.check, 'access', {}, user) }, {}, { now });

  test('may read all that is needed, and nothing else', async () => {
    const { findings, gaps, facts } = await judge();
    expect({ findings, gaps }).toEqual({ findings: [], gaps: [] });
    expect(facts).toMatchObject([{ name: 'tables that are read and may be', unit: `of ${String(facts?.[0]?.value)}` }]);
  });

  test('has its name and its schema by the command line, and is granted by the owner of the tables, who is told what is left', async () => {
    await server.sql(`CREATE ROLE "Release Gate" LOGIN PASSWORD '${server.passwords.gate}'`);
    const said = await run('psql', ['-X', '-q', '-v', 'role=Release Gate', '-v', 'schema=public', '-f', script], 'keycloak');
    expect(said).toBe('Not granted, as it takes a superuser: GRANT pg_read_all_stats TO "Release Gate";\n');
    const { findings, gaps } = await judge('Release Gate');
    expect(findings).toEqual([]);
    expect(gaps?.map(({ subject }) => subject)).toEqual(['role/Release Gate']);
  });

  test.each<[string, string, string, RegExp]>([
    [
      'writes',
      'GRANT INSERT (id) ON realm TO gate',
      'REVOKE INSERT (id) ON realm FROM gate',
      /may write in the schema public of Keycloak \(realm\)/,
    ],
    [
      'creates',
      'GRANT CREATE ON SCHEMA public TO gate',
      'REVOKE CREATE ON SCHEMA public FROM gate',
      /may create objects in the schema public/,
    ],
    ['reads passwords', 'GRANT SELECT ON credential TO gate', 'REVOKE SELECT ON credential FROM gate', /\(credential\.secret_data\)/],
    ['owns a table', 'ALTER TABLE web_origins OWNER TO gate', 'ALTER TABLE web_origins OWNER TO keycloak', /owns tables .*\(web_origins\)/],
    ['makes databases', 'ALTER ROLE gate CREATEDB', 'ALTER ROLE gate NOCREATEDB', /has CREATEDB/],
    ['reads everything', 'GRANT pg_read_all_data TO gate', 'REVOKE pg_read_all_data FROM gate', /is a member of pg_read_all_data/],
    ['is a superuser', 'ALTER ROLE gate SUPERUSER', 'ALTER ROLE gate NOSUPERUSER', /is a superuser/],
  ])('is too much where it %s', async (_what, inject, heal, said) => {
    await server.sql(inject);
    try {
      expect((await judge()).findings.map(({ message }) => message).join('\n')).toMatch(said);
    } finally {
      await server.sql(heal);
      await grant();
    }
    expect((await judge()).findings).toEqual([]);
  });
});

describe('what came since a backup', () => {
  let folder = '';
  beforeAll(async () => {
    folder = join(server.folder, 'backups');
    mkdirSync(folder);
    const file = join(folder, 'a.dump');
    await run('pg_dump', ['--format=custom', '--file', file]);
    // Long enough ago not to be taken for one that is still written.
    const before = new Date(Date.now() - 20_000);
    utimesSync(file, before, before);
  });
  const lost = async (): Promise<Judgement> => {
    const directory = await describeDumps({ directory: folder, timeZone: 'UTC' }, signal);
    const seen = await look(lostByRestore.check, 'seen', { backups: directory.value });
    return lostByRestore.check.judge({ seen, state: await look(lostByRestore.check, 'state') }, {}, { now });
  };
  const counts = ({ facts = [] }: Judgement) => Object.fromEntries(facts.map(({ name, value }) => [name, value]));

  test('is counted by its dates, and nothing that is older', async () => {
    const later = Date.now() + 3_600_000;
    await server.sql(`
      INSERT INTO user_entity (id, realm_id, username, created_timestamp) SELECT 'u' || n, r.id, 'u' || n, ${later} FROM realm r, generate_series(1, 3) n WHERE r.name = 'master';
      INSERT INTO credential (id, user_id, type, created_date) VALUES ('c1', 'u1', 'password', ${later});
      INSERT INTO user_consent (id, user_id, client_id, created_date, last_updated_date) VALUES ('k1', 'u1', 'x', 1000, ${later}), ('k2', 'u1', 'y', 1000, 1000);
      INSERT INTO offline_user_session (user_session_id, user_id, realm_id, created_on, offline_flag) VALUES ('s1', 'u1', 'r', ${Math.floor(later / 1000)}, '1'), ('s2', 'u1', 'r', ${Math.floor(later / 1000)}, '0');
      INSERT INTO event_entity (id, realm_id, event_time) SELECT 'e' || n, r.id, ${later} FROM realm r, generate_series(1, 5) n WHERE r.name = 'master';
      INSERT INTO admin_event_entity (id, realm_id, admin_event_time) SELECT 'a' || n, r.id, CASE WHEN n > 1 THEN ${later} ELSE 1000 END FROM realm r, generate_series(1, 3) n WHERE r.name = 'master';`);
    const judgement = await lost();
    expect(judgement.gaps).toEqual([]);
    expect(counts(judgement)).toMatchObject({
      'users created since': 3,
      'credentials set or changed since': 1,
      'consents given or changed since': 1,
      'offline sessions begun since': 1,
      'user events since': 5,
      'admin events since': 2,
    });
  });

  test('a table that is locked is told as not counted, and the others are', async () => {
    const holder = spawn(join(programs, 'psql'), ['-X', '-q'], {
      env: {
        ...process.env,
        PGHOST: server.server.socket,
        PGPORT: String(server.server.port),
        PGUSER: 'postgres',
        PGDATABASE: server.database,
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    try {
      holder.stdin.write("BEGIN; LOCK TABLE credential IN ACCESS EXCLUSIVE MODE; SELECT 'held';\n");
      await once(holder.stdout, 'data');
      const judgement = await lost();
      expect(judgement.gaps?.map(({ code, subject }) => [code, subject])).toEqual([['database/NOT_COUNTED', 'table/public.credential']]);
      expect(counts(judgement)['user events since']).toBe(5);
    } finally {
      holder.stdin.end();
      await once(holder, 'close');
    }
  });
});

/** Runs last: the database is another one afterwards. */
describe('whether the database was restored', () => {
  const { check } = executedPlan;
  const expected = { plan: 'B', from: '26.4.0', to: '26.7.4', deploys: true };
  const executed = async (before: unknown): Promise<string> => {
    const evidence = { now: await look(check, 'now'), before, since: null, computed: { kind: 'none' } };
    return String(check.judge(evidence, expected, { now }).facts?.[0]?.value);
  };
  const structure = async (before: unknown): Promise<readonly unknown[]> =>
    structureAsBeforeRelease.check.judge({ now: await look(structureAsBeforeRelease.check, 'now'), before }, {}, { now }).findings;
  const dump = (): string => join(server.folder, 'backups', 'a.dump');

  test.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'nothing was done',
      () => Promise.resolve(),
      /^A: the database was not restored, for the database is the same, and its server has run all the time/,
    ],
    [
      'pg_restore --clean',
      () => run('pg_restore', ['--clean', '--if-exists', '--no-owner', '--role=keycloak', '-d', server.database, dump()]),
      /^B: .* all \d tables that were looked at were made anew$/,
    ],
    [
      'the data alone, into emptied tables',
      async () => {
        const tables = await server.sql(`SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables WHERE schemaname = 'public'`);
        await server.sql(`TRUNCATE ${tables.trim()}`);
        await run('pg_restore', ['--data-only', '--disable-triggers', '-d', server.database, dump()]);
      },
      /^B: .* the tables were emptied and filled again$/,
    ],
    [
      'into a database that was made anew',
      async () => {
        await server.sql(`DROP DATABASE ${server.database} WITH (FORCE); `, 'postgres');
        await server.sql(`CREATE DATABASE ${server.database} OWNER keycloak TEMPLATE template0`, 'postgres');
        await run('pg_restore', ['--no-owner', '--role=keycloak', '-d', server.database, dump()]);
      },
      /^B: .* the database was made anew \(number \d+, not \d+\)$/,
    ],
    ['VACUUM FULL, which writes every table anew', () => server.sql('VACUUM FULL FREEZE'), /^A: the database was not restored/],
  ])('%s', async (_what, restore, said) => {
    const before = await look(check, 'now');
    const built = await look(structureAsBeforeRelease.check, 'now');
    await restore();
    await grant();
    expect(await executed(before)).toMatch(said);
    // However it was restored: a dump and its restore make the same tables.
    expect(await structure(built)).toEqual([]);
  });

  test("the server's files, copied back, are not told from a mere start, and are not guessed", async () => {
    const data = join(server.folder, 'database', 'data');
    const copy = join(server.folder, 'copy');
    await server.server.stop();
    // With owners and times, as a snapshot of the disk has them.
    await once(spawn('cp', ['-a', data, copy]), 'close');
    await server.server.start(signal);
    const before = await look(check, 'now');
    await server.server.stop();
    rmSync(data, { recursive: true });
    renameSync(copy, data);
    await server.server.start(signal);
    expect(await executed(before)).toMatch(/^not known: the database, its tables and rows are those of before the release/);
  });

  test('a restore that went on without a foreign key is another structure', async () => {
    const built = await look(structureAsBeforeRelease.check, 'now');
    await server.sql('ALTER TABLE credential DROP CONSTRAINT fk_pfyr0glasqyl0dei3kl69r6v0');
    expect(await structure(built)).toMatchObject([{ code: 'database/STRUCTURE_ALTERED', severity: 'fail', actual: 1 }]);
  });
});
