import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { withConnection } from '../connection.ts';
import type { ScratchPlace, ScratchProcess } from '../place.ts';
import { RestoreFailed } from '../restore-failed.ts';
import { NotScratch } from '../scratch-target.ts';
import { ScratchUnavailable } from '../scratch-unavailable.ts';
import { asOptions, endOf, launch, newAccount, port, runToLog, serverOf, settings } from '../server.ts';
import type { ScratchServer } from '../server.ts';
import { giveOwnFiles, onRestoredFiles, ownFiles } from './recover.ts';
import type { SetWanted } from './restore-set.ts';

/** Milliseconds. */
const STATEMENT_TIMEOUT = 60_000;

/**
 * Makes accounts of the gate's own in recovered files, gives Keycloak's database to one of them that has no rights beyond it, and starts the
 * server for these two alone: whoever knows a password of the live one is not let in.
 */
export async function takeOver(
  place: ScratchPlace,
  data: string,
  { tools, database, systemIdentifier: expected, signal }: Pick<SetWanted, 'tools' | 'database' | 'systemIdentifier' | 'signal'>,
): Promise<ScratchServer> {
  const owner = newAccount('owner');
  const superuser = newAccount('super');
  const log = join(place.folder, 'single.log');
  // A server for one user alone lets in whoever made the cluster, by whatever name, and runs nothing that was restored.
  const more = { ...ownFiles(place.folder), ...onRestoredFiles };
  const end = await runToLog(
    place,
    join(tools.directory, 'postgres'),
    ['--single', '-D', data, ...asOptions({ ...settings, ...more }), database],
    log,
    { input: statements(database, owner, superuser) },
  );
  signal.throwIfAborted();
  if (end.code !== 0) {
    const said = await endOf(log);
    const lacks = /database ".*" does not exist/.test(said);
    throw lacks
      ? new RestoreFailed('broken', 'restore', `the restored cluster has no database "${database}"`)
      : new ScratchUnavailable(`The accounts of the gate could not be made in the restored cluster: ${said}`);
  }
  await giveOwnFiles(place, `local all ${owner.name},${superuser.name} scram-sha-256\nlocal all all reject\n`);
  const server = await launch(place, tools, data, signal, { more });
  const systemIdentifier = await asOurs(place, data, server, superuser, signal);
  if (expected !== null && systemIdentifier !== expected)
    throw new RestoreFailed('broken', 'restore', `the restored cluster is ${systemIdentifier}, and the backup is of ${expected}`);
  return serverOf({ place, tools, database, owner, superuser, systemIdentifier }, signal);
}

type Account = ScratchServer['owner'];

/** A line each: this server takes a line for a statement. */
function statements(database: string, owner: Account, superuser: Account): string {
  const name = `"${database.replaceAll('"', '""')}"`;
  const own = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";
  // What belongs to an extension, or to a column, goes with it.
  const relations = `SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${own} AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND (d.deptype = 'e' OR (c.relkind = 'S' AND d.deptype IN ('a', 'i'))))`;
  return [
    "SET search_path = ''",
    'SET default_transaction_read_only = off',
    `ALTER DATABASE ${name} RESET ALL`,
    `CREATE ROLE ${superuser.name} LOGIN SUPERUSER PASSWORD '${superuser.password}'`,
    `CREATE ROLE ${owner.name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD '${owner.password}'`,
    `ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true CONNECTION LIMIT -1`,
    `ALTER DATABASE ${name} OWNER TO ${owner.name}`,
    `DO $gate$ DECLARE it record; BEGIN FOR it IN ${relations} LOOP EXECUTE format('ALTER TABLE %s OWNER TO ${owner.name}', it.name); END LOOP; FOR it IN SELECT n.nspname AS name FROM pg_namespace n WHERE ${own} LOOP EXECUTE format('ALTER SCHEMA %I OWNER TO ${owner.name}', it.name); END LOOP; END $gate$`,
    '',
  ].join(';\n');
}

/**
 * Proves that the server which answers is the one that the gate has just started on its own files, by asking it and by what it wrote there:
 * its identifier is that of the live one, and says nothing. Returns that identifier; throws a NotScratch.
 */
async function asOurs(
  place: ScratchPlace,
  data: string,
  { pid }: ScratchProcess,
  { name, password }: Account,
  signal: AbortSignal,
): Promise<string> {
  const [first, second] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
  const ours = await realpath(data);
  const [row] = await withConnection(
    { socket: place.folder, port, user: name, password, database: 'template1', timeout: STATEMENT_TIMEOUT },
    signal,
    ({ query }) =>
      query(
        `SELECT current_setting('data_directory') AS data, current_setting('listen_addresses') AS listens, current_setting('archive_mode') AS archives,
                current_setting('primary_conninfo') AS follows, current_setting('max_wal_senders') AS senders, pg_is_in_recovery() AS recovers,
                inet_server_addr() IS NULL AS by_socket, (SELECT count(*)::int FROM pg_replication_slots) AS slots,
                (SELECT system_identifier::text FROM pg_control_system()) AS identifier`,
      ),
  );
  const asked: readonly (readonly [what: string, is: unknown, expected: unknown])[] = [
    ['process', Number(first), pid],
    ['data directory, by its pid file', second === undefined ? undefined : await realpath(second).catch(() => second), ours],
    ['data directory', row && (await realpath(String(row['data'])).catch(() => row['data'])), ours],
    ['address', row?.['listens'], ''],
    ['connection by its socket', row?.['by_socket'], true],
    ['archive_mode', row?.['archives'], 'off'],
    ['primary', row?.['follows'], ''],
    ['number of those that may follow it', row?.['senders'], '0'],
    ['number of replication slots', row?.['slots'], 0],
    ['recovery', row?.['recovers'], false],
  ];
  const other = asked.find(([, is, expected]) => is !== expected);
  if (other) throw new NotScratch(`The server that answers is not the gate's own, or not alone: its ${other[0]} is ${String(other[1])}.`);
  return String(row?.['identifier']);
}
