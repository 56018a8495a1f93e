import { setTimeout as delay } from 'node:timers/promises';
import { databaseObjects, emptyDatabase } from './database-objects.ts';
import type { DatabaseObject } from './database-objects.ts';
import { StatementFailed } from './connection.ts';
import type { Connection } from './connection.ts';
import { withProvided } from './provided-server.ts';
import type { ProvidedServer, ProvidedWay } from './provided-server.ts';
import { NotScratch } from './scratch-target.ts';
import type { Live } from './scratch-target.ts';

/** The comment on a database by which its owner says that it is there for trials. */
export const scratchComment = 'keycloak-release-gate: scratch';

/** What a provided database says of itself. */
export interface ProvidedFacts {
  /** Null where the account may not ask for it. */
  readonly systemIdentifier: string | null;
  readonly version: string;
  readonly major: number;
  /** Where the server says that it is: its own address and port, or null over a socket. */
  readonly address: { readonly host: string; readonly port: number } | null;
  readonly comment: string | null;
  readonly encoding: string;
  readonly readOnly: boolean;
  /** The account may create in it, and in its schema `public`. */
  readonly mayCreate: boolean;
  /** Rights by which what is restored could do more than fill the database. */
  readonly tooWide: readonly string[];
  /** All that somebody has made in it. */
  readonly objects: readonly DatabaseObject[];
}

/** Looks at a provided database, and writes nothing. Throws a StatementFailed where it cannot be reached. */
export const lookAtProvided = (way: ProvidedWay, signal: AbortSignal): Promise<ProvidedFacts> =>
  withProvided(way, signal, readFacts, { timeout: 15_000 });

async function readFacts(connection: Connection): Promise<ProvidedFacts> {
  const { query } = connection;
  const [row = {}] =
    await query(`SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int / 10000 AS major,
      host(inet_server_addr()) AS host, inet_server_port() AS port, shobj_description(d.oid, 'pg_database') AS comment,
      pg_encoding_to_char(d.encoding) AS encoding, current_setting('transaction_read_only') = 'on' OR pg_is_in_recovery() AS read_only,
      has_database_privilege(d.oid, 'CREATE') AND has_database_privilege(d.oid, 'TEMP')
        AND coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = 'public'), true) AS may_create
    FROM pg_database d WHERE d.datname = current_database()`);
  const wide =
    await query(`SELECT rolname::text AS name FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolcreaterole OR rolreplication)
    UNION ALL SELECT rolname::text FROM pg_roles WHERE rolname IN ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')
      AND pg_has_role(current_user, oid, 'MEMBER')`);
  return {
    systemIdentifier: await systemIdentifierOf(connection),
    version: String(row['version']),
    major: Number(row['major']),
    address: typeof row['host'] === 'string' ? { host: row['host'], port: Number(row['port']) } : null,
    comment: typeof row['comment'] === 'string' ? row['comment'] : null,
    encoding: String(row['encoding']),
    readOnly: row['read_only'] === true,
    mayCreate: row['may_create'] === true,
    tooWide: wide.map(({ name }) => String(name)),
    objects: await databaseObjects(connection),
  };
}

async function systemIdentifierOf({ query }: Connection): Promise<string | null> {
  try {
    const [row] = await query('SELECT system_identifier::text AS identifier FROM pg_control_system()');
    return String(row?.['identifier']);
  } catch (error) {
    if (error instanceof StatementFailed && error.code === '42501') return null;
    throw error;
  }
}

/** The key of an advisory lock: two drills in one database would empty it under each other. */
const lock = "SELECT pg_try_advisory_lock(hashtext('keycloak-release-gate: drill')) AS held";

/** What became of a provided database after a drill. */
export type Emptied = { readonly emptied: true } | { readonly emptied: false; readonly why: string };

/** Milliseconds for the emptying, which an interruption does not cut short. */
const EMPTIED_WITHIN = 300_000;

/**
 * Holds a provided database for one drill, does `work` in it, and empties it again, be it interrupted. Nothing is dropped unless `work` has
 * said that it writes. Throws a NotScratch where another drill is under way there.
 */
export async function inProvided(
  server: ProvidedServer,
  signal: AbortSignal,
  work: (writes: () => void) => Promise<void>,
  tell: (end: Emptied) => void,
): Promise<void> {
  let written = false;
  try {
    await withProvided(
      server.way,
      signal,
      async ({ query }) => {
        if ((await query(lock))[0]?.['held'] !== true)
          throw new NotScratch(`Another drill is under way in the database "${server.database}".`);
        await work(() => {
          written = true;
        });
      },
      { application: server.application },
    );
  } finally {
    if (written) tell(await emptied(server));
  }
}

async function emptied({ way, application, database }: ProvidedServer): Promise<Emptied> {
  try {
    const left = await withProvided(
      way,
      AbortSignal.timeout(EMPTIED_WITHIN),
      async (connection) => {
        await endSessions(connection, application);
        return emptyDatabase(connection);
      },
      { timeout: EMPTIED_WITHIN },
    );
    if (left.length === 0) return { emptied: true };
    const some = left.slice(0, 3).map(({ type, identity }) => `${type} ${identity}`);
    return { emptied: false, why: `${left.length} things are left in "${database}": ${some.join(', ')}${left.length > 3 ? '…' : ''}` };
  } catch (error) {
    return { emptied: false, why: `"${database}" could not be emptied: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** A program that was killed leaves its session at work, with its locks, until PostgreSQL notices. */
async function endSessions({ query }: Connection, application: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const rows = await query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()',
      [application],
    );
    if (rows.length === 0) return;
    await delay(50);
  }
}

/** Makes sure, over the way that the restore will take, that it is still the database that was looked at. Throws a NotScratch. */
export async function assertProvided(server: ProvidedServer, { systemIdentifiers }: Live): Promise<void> {
  const { systemIdentifier, comment, objects } = await server.session(readFacts);
  if (systemIdentifier === null || systemIdentifier !== server.systemIdentifier)
    throw new NotScratch('The server that answers is not the one that was looked at.');
  if (systemIdentifiers.includes(systemIdentifier))
    throw new NotScratch(`The server has the system identifier ${systemIdentifier} of a database that is in use.`);
  if (comment !== scratchComment) throw new NotScratch(`The database "${server.database}" no longer says that it is there for trials.`);
  if (objects.length > 0) throw new NotScratch(`The database "${server.database}" is no longer empty.`);
}
