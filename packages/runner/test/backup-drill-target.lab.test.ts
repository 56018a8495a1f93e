import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrillRecord } from '@keycloak-release-gate/checks/backup';
import { findPostgresTools, openPlace, restoreDump, startScratchServer } from '@keycloak-release-gate/scratch';
import type { ScratchPlace, ScratchServer } from '@keycloak-release-gate/scratch';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { environment, place, program, verify } from './run-program.ts';

const { signal } = new AbortController();
const small = join(import.meta.dirname, '../../checks/src/backup/fixtures/small.dump');
const work = mkdtempSync(join(tmpdir(), 'drill-target-'));
const directory = join(work, 'backups');
const reports = join(work, 'reports');
const places: ScratchPlace[] = [];
let live: ScratchServer;
let trials: ScratchServer;

async function started(): Promise<ScratchServer> {
  const tools = await findPostgresTools();
  if (!tools) throw new Error('PostgreSQL is not installed here.');
  const opened = await openPlace(signal);
  places.push(opened);
  return startScratchServer(opened, tools, signal);
}

beforeAll(async () => {
  mkdirSync(directory);
  [live, trials] = [await started(), await started()];
  await restoreDump(live, { path: small, kind: 'custom' }, { live: { systemIdentifiers: [] }, signal });
  await live.query(`ALTER TABLE databasechangelog ADD dateexecuted timestamp, ADD orderexecuted int, ADD exectype text DEFAULT 'EXECUTED';
    CREATE TABLE databasechangeloglock (id int PRIMARY KEY, locked boolean, lockgranted timestamp, lockedby text); INSERT INTO databasechangeloglock VALUES (1, false)`);
  // What a database may hold besides, and must be dropped again.
  await live.query(`CREATE SCHEMA audit; CREATE TABLE audit.parent (id int PRIMARY KEY); CREATE TABLE child (id serial, p int REFERENCES audit.parent);
    CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN "Odd ""name" AS int CHECK (VALUE > 0); CREATE VIEW seen AS SELECT * FROM child;
    CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT 2 * $1'; CREATE OPERATOR public.%% (FUNCTION = twice, RIGHTARG = int);
    CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one; CREATE STATISTICS pair ON id, p FROM child; SELECT lo_create(0)`);
  const file = join(directory, 'small.dump');
  execFileSync(join(live.tools.directory, 'pg_dump'), ['--format=custom', `--file=${file}`, `--dbname=${live.database}`], {
    env: { PGHOST: live.socket, PGPORT: String(live.port), PGUSER: live.superuser.name, PGPASSWORD: live.superuser.password },
  });
  const old = new Date(Date.now() - 3_600_000);
  utimesSync(file, old, old);
});
afterAll(async () => {
  for (const each of places) await each.close();
  rmSync(work, { recursive: true, force: true });
});
beforeEach(async () => {
  rmSync(reports, { recursive: true, force: true });
  await mark(trials);
});

const mark = (server: ScratchServer, comment = "'keycloak-release-gate: scratch'") =>
  server.query(`COMMENT ON DATABASE ${server.database} IS ${comment}`);

const databaseOf = ({ socket, port, database, owner }: ScratchServer): string =>
  `database: { host: '${socket}', port: ${port}, name: '${database}', user: '${owner.name}', password: secret.variable('TEST_DATABASE_PASSWORD'), tls: 'off' },`;

const scenarios = (database = databaseOf(live)): string =>
  environment(`backups: { directory: '${directory}', restore: { hosts: ['${hostname()}'] } }, ${database}`);

const urlOf = ({ socket, port, database, owner }: ScratchServer): string =>
  `postgresql:///${database}?host=${encodeURIComponent(socket)}&port=${port}&user=${owner.name}`;

const variables = (): Readonly<Record<string, string>> => ({
  TEST_GATE_SECRET: 'long-enough-secret',
  TEST_DATABASE_PASSWORD: live.owner.password,
  PGPASSWORD: trials.owner.password,
});

const drill = (target: string, more: Readonly<Record<string, string>> = {}, file = scenarios()) =>
  verify(
    ['backup', 'drill', 'small.dump', '--env', 'one', '--reports', reports, '--target', target],
    { environment: file },
    { ...variables(), ...more },
  );

const contents = async (server: ScratchServer): Promise<unknown> =>
  (
    await server.query(
      "SELECT (SELECT count(*)::int FROM pg_class WHERE oid >= 16384 AND relnamespace <> 'pg_toast'::regnamespace) AS relations, (SELECT nspacl::text || nspowner::regrole FROM pg_namespace WHERE nspname = 'public') AS public",
    )
  )[0];

test('a backup is restored into it, looked into and recorded, and it is as empty as before', async () => {
  const before = await contents(trials);
  const { exitCode, out, err } = await drill(urlOf(trials));
  expect(out + err).not.toMatch(/[✗?!]/);
  expect(exitCode).toBe(0);
  expect(out).toContain(`restored into: "${trials.database}" of ${trials.socket}:${trials.port}, PostgreSQL `);
  expect(await contents(trials)).toEqual(before);
  const [name = ''] = readdirSync(join(reports, 'one/drills'));
  const record = DrillRecord.parse(JSON.parse(readFileSync(join(reports, 'one/drills', name), 'utf8')));
  expect(record).toMatchObject({
    level: 'L4',
    failure: null,
    provided: {
      database: trials.database,
      comparedWith: [{ environment: 'one', by: ['name', 'address', 'system identifier'] }],
      notEmptied: null,
    },
  });
  expect(JSON.stringify(record)).not.toContain(trials.owner.password);
});

test('Ctrl-C leaves it as empty too', async () => {
  const before = await contents(trials);
  const folder = join(place, 'interrupted-target');
  mkdirSync(join(folder, 'scenarios/environments'), { recursive: true });
  writeFileSync(join(folder, 'scenarios/environments/one.ts'), scenarios());
  const args = ['backup', 'drill', 'small.dump', '--env', 'one', '--reports', reports, '--target', urlOf(trials)];
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...variables() },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (text.includes('building indexes') || text.includes('restoring')) child.kill('SIGINT');
  });
  expect(await once(child, 'close')).toEqual([130, null]);
  expect(said).toContain('Interrupted: what was restored is removed');
  expect(await contents(trials)).toEqual(before);
});

describe('refused, and nothing written', () => {
  const refused = async (...call: Parameters<typeof drill>): Promise<readonly string[]> => {
    const before = await contents(trials);
    const { exitCode, err, out } = await drill(...call);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(await contents(trials)).toEqual(before);
    return [...err.matchAll(/^ {4}code {3}(\w+)$/gm)].map(([, code = '']) => code);
  };

  test('the live database, by its name', async () => expect(await refused(urlOf(live))).toEqual(['TARGET_IS_LIVE']));

  test('a database beside the live one, through another door, by its system identifier', async () => {
    // As an SSH tunnel or a forwarded port leads there: by another address.
    const door = join(work, 'door');
    mkdirSync(door, { mode: 0o711 });
    const relay = spawn(
      process.execPath,
      ['-e', relayProgram, join(door, `.s.PGSQL.${live.port}`), join(live.socket, `.s.PGSQL.${live.port}`)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      await once(relay.stdout, 'data');
      const { database, owner } = live;
      const url = urlOf({ ...live, socket: door, database, owner });
      const codes = await refused(url, { PGPASSWORD: live.owner.password });
      expect(codes).toContain('TARGET_IS_LIVE');
      expect(codes).toContain('TARGET_NOT_SCRATCH');
      expect(codes).toContain('TARGET_NOT_EMPTY');
    } finally {
      relay.kill('SIGKILL');
    }
  });

  test('one that does not say that it is for trials', async () => {
    await mark(trials, 'NULL');
    expect(await refused(urlOf(trials))).toEqual(['TARGET_NOT_SCRATCH']);
  });

  test.each([
    ['an empty schema', 'CREATE SCHEMA mine', 'DROP SCHEMA mine'],
    ['a function', "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", 'DROP FUNCTION mine'],
  ])('one that holds %s', async (_title, make, remove) => {
    await trials.query(make);
    try {
      expect(await refused(urlOf(trials))).toEqual(['TARGET_NOT_EMPTY']);
    } finally {
      await trials.query(remove);
    }
  });

  test('an account that could do more than fill it', async () =>
    expect(await refused(urlOf({ ...trials, owner: trials.superuser }), { PGPASSWORD: trials.superuser.password })).toEqual([
      'TARGET_UNFIT',
    ]));

  test('any, where the live database cannot be looked at', async () => {
    expect(await refused(urlOf(trials), { TEST_DATABASE_PASSWORD: 'another-password' })).toEqual(['TARGET_NOT_COMPARED']);
  });

  test('a password on the command line, which is not repeated', async () => {
    const { exitCode, err } = await drill(`postgresql://trial:${trials.owner.password}@127.0.0.1/trial`);
    expect({ exitCode, code: err.includes('code   TARGET_HOLDS_PASSWORD') }).toEqual({ exitCode: 2, code: true });
    expect(err).not.toContain(trials.owner.password);
  });

  test('one that does not answer', async () => expect(await refused(urlOf({ ...trials, port: 5_999 }))).toEqual(['TARGET_UNREACHABLE']));
});

const relayProgram = `const net = require('node:net'); const [from, to] = process.argv.slice(1);
net.createServer((one) => { const other = net.connect(to); one.pipe(other).pipe(one); for (const each of [one, other]) each.on('error', () => undefined); }).listen(from, () => console.log('up'));`;
