import { randomBytes } from 'node:crypto';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StatementFailed, withConnection } from './connection.ts';
import type { Connection, ConnectionWanted, Row } from './connection.ts';
import type { ProcessEnd, ScratchPlace, ScratchProcess } from './place.ts';
import type { PostgresTools } from './postgres-tools.ts';
import { ScratchUnavailable } from './scratch-unavailable.ts';

/** A PostgreSQL server of the gate's own with one empty database, which lives as long as its place. */
export interface ScratchServer {
  readonly kind: 'own';
  readonly place: ScratchPlace;
  readonly tools: PostgresTools;
  /** The folder of its Unix socket: there is no other way in. */
  readonly socket: string;
  /** Names the socket; nothing listens on it. */
  readonly port: number;
  /** A random name. */
  readonly database: string;
  /** Who owns the database and all that is restored into it. No superuser. */
  readonly owner: { readonly name: string; readonly password: string };
  /** For what only it may do, such as copying the database. Nothing that was restored, nor Keycloak, is ever given its password. */
  readonly superuser: { readonly name: string; readonly password: string };
  readonly systemIdentifier: string;
  /**
   * Runs one statement in the database as its owner, never as the superuser: what was restored may hold code of a stranger (a
   * view, a trigger), which runs with the rights of who asks.
   */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Several statements in one connection, likewise as the owner. */
  session<T>(use: (connection: Connection) => Promise<T>): Promise<T>;
}

/** It lives for a drill: what makes a database survive a power cut only costs time. */
export const settings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  // What was restored may hold a subscription: nobody fetches what it is to.
  max_logical_replication_workers: '0',
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
  autovacuum: 'off',
  max_connections: '60',
  shared_buffers: '128MB',
  maintenance_work_mem: '128MB',
  // In the data directory, where it goes with the folder, and not in /dev/shm, which a killed server leaves littered.
  dynamic_shared_memory_type: 'mmap',
  // Neither a statement nor the row that it failed on is written down.
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  // The default of PostgreSQL 13 is another one.
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** For as long as the server holds nothing of anybody: the folder of its socket belongs to its account alone. */
const beforePasswords = 'local all postgres trust\n';
/** A relay leads from Keycloak's island to the socket: whoever comes out there must know a password, be it as the superuser. */
const withPasswords = 'local all all scram-sha-256\n';

/** Of the socket's name. */
export const port = 5432;
/** Milliseconds. */
const READY_WITHIN = 60_000;
const STATEMENT_TIMEOUT = 600_000;
/** PostgreSQL's SQLSTATE of that name. */
const INVALID_PASSWORD = '28P01';

/** Makes a database cluster in the place and starts its server. Throws a ScratchUnavailable where PostgreSQL refuses, with the end of what it said. */
export async function startScratchServer(place: ScratchPlace, tools: PostgresTools, signal: AbortSignal): Promise<ScratchServer> {
  const data = join(place.folder, 'data');
  // The driver is loaded while the cluster is made.
  await Promise.all([initialise(place, tools, data, signal), import('pg')]);
  const rules = join(data, 'pg_hba.conf');
  await writeFile(rules, beforePasswords);
  await launch(place, tools, data, signal);

  const database = `scratch_${random()}`;
  const owner = newAccount('owner');
  const superuser = { ...newAccount('super'), name: 'postgres' };
  const asSuperuser = { socket: place.folder, port, user: superuser.name, timeout: STATEMENT_TIMEOUT };
  const systemIdentifier = await withConnection({ ...asSuperuser, database: 'postgres' }, signal, async ({ query }) => {
    await query(`ALTER ROLE ${superuser.name} PASSWORD '${superuser.password}'`);
    await writeFile(rules, withPasswords);
    await query('SELECT pg_reload_conf()');
    await query(`CREATE ROLE ${owner.name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD '${owner.password}'`);
    await query(`CREATE DATABASE ${database} OWNER ${owner.name}`);
    await query('REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC');
    const [row] = await query('SELECT system_identifier::text AS identifier FROM pg_control_system()');
    return String(row?.['identifier']);
  });
  await untilPasswordsCount(asSuperuser, signal);
  await withConnection({ ...asSuperuser, password: superuser.password, database }, signal, ({ query }) =>
    query(`ALTER SCHEMA public OWNER TO ${owner.name}`),
  );

  return serverOf({ place, tools, database, owner, superuser, systemIdentifier }, signal);
}

const random = (): string => randomBytes(9).toString('hex');

/** An account of the server that nobody can guess. */
export const newAccount = (what: string): ScratchServer['owner'] => ({
  name: `${what}_${random()}`,
  password: randomBytes(24).toString('base64url'),
});

/** A running server of a place, as what works with it knows it. */
export function serverOf(
  known: Pick<ScratchServer, 'place' | 'tools' | 'database' | 'owner' | 'superuser' | 'systemIdentifier'>,
  signal: AbortSignal,
): ScratchServer {
  const { place, database, owner } = known;
  const session = <T>(use: (connection: Connection) => Promise<T>): Promise<T> =>
    withConnection(
      { socket: place.folder, port, database, user: owner.name, password: owner.password, timeout: STATEMENT_TIMEOUT },
      signal,
      use,
    );
  return {
    kind: 'own',
    ...known,
    socket: place.folder,
    port,
    session,
    query: (sql, values) => session(({ query }) => query(sql, values)),
  };
}

/** The server takes up new rules in its own time. They count once it turns away who has a wrong password. */
async function untilPasswordsCount(wanted: Omit<ConnectionWanted, 'database' | 'password'>, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_WITHIN;
  while (Date.now() < deadline) {
    try {
      await withConnection({ ...wanted, database: 'postgres', password: 'wrong' }, signal, async () => undefined);
    } catch (error) {
      if (error instanceof StatementFailed && error.code === INVALID_PASSWORD) return;
      throw error;
    }
    await delay(10);
  }
  throw new ScratchUnavailable(`The scratch PostgreSQL still lets the superuser in with a wrong password after ${READY_WITHIN / 1000} s.`);
}

async function initialise(place: ScratchPlace, tools: PostgresTools, data: string, signal: AbortSignal): Promise<void> {
  // `C.UTF-8` compares as Keycloak's own tests do not, but has every letter; a Mac does not know it.
  const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  const args = ['--pgdata', data, '--username=postgres', '--auth=reject', '--no-sync', '--encoding=UTF8', `--locale=${locale}`];
  const log = join(place.folder, 'initdb.log');
  const { code } = await runToLog(place, join(tools.directory, 'initdb'), args, log);
  signal.throwIfAborted();
  if (code !== 0) throw new ScratchUnavailable(`initdb of PostgreSQL ${tools.major} ended with code ${code}: ${await endOf(log)}`);
}

/** Runs a program of the place to its end; what it says goes into a file. */
export async function runToLog(
  place: ScratchPlace,
  program: string,
  args: readonly string[],
  file: string,
  { env = {}, input }: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<ProcessEnd> {
  const log = await open(file, 'a', 0o600);
  try {
    const started = await place.spawn(program, args, {
      as: place.account,
      env,
      stdio: [input === undefined ? 'ignore' : 'pipe', log.fd, log.fd],
    });
    // One that is gone does not read it: its end says so.
    started.child.stdin?.on('error', () => undefined).end(input);
    return await started.ended;
  } finally {
    await log.close();
  }
}

export interface LaunchOptions {
  /** Settings on top of those of every scratch server. */
  readonly more?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The name of the file in the place that it writes its log into. */
  readonly log?: string;
  /** Milliseconds until it must be ready. */
  readonly within?: number;
}

/** Starts a server on a data directory of the place, and waits until it lets somebody in. Throws a ScratchUnavailable with the end of its log. */
export async function launch(
  place: ScratchPlace,
  tools: PostgresTools,
  data: string,
  signal: AbortSignal,
  { more = {}, env = {}, log: name = 'server.log', within = READY_WITHIN }: LaunchOptions = {},
): Promise<ScratchProcess> {
  const file = join(place.folder, name);
  const log = await open(file, 'a', 0o600);
  const args = ['-D', data, '-k', place.folder, '-p', String(port), ...asOptions({ ...settings, ...more })];
  try {
    const server = await place.spawn(join(tools.directory, 'postgres'), args, {
      as: place.account,
      env,
      stdio: ['ignore', log.fd, log.fd],
    });
    await untilReady(server, data, file, within, signal);
    return server;
  } finally {
    await log.close();
  }
}

/** Settings as arguments of the server: they count whatever a file of it says. */
export const asOptions = (all: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** Waits for the server's own word in its pid file; `pg_ctl -w` does the same. */
async function untilReady(server: ScratchProcess, data: string, log: string, within: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + within;
  for (;;) {
    signal.throwIfAborted();
    const [pid, , , , , , , state] = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (Number(pid) === server.pid && state?.trim() === 'ready') return;
    const ended = server.child.exitCode !== null || server.child.signalCode !== null;
    if (ended || Date.now() > deadline) {
      const what = ended ? 'ended while it started' : `was not ready within ${within / 1000} s`;
      throw new ScratchUnavailable(`The scratch PostgreSQL ${what}: ${await endOf(log)}`);
    }
    await delay(10);
  }
}

export const endOf = async (log: string): Promise<string> => (await readFile(log, 'utf8')).trim().split('\n').slice(-5).join('\n');
