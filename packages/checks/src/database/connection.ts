import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { gap, gapCodes } from '@keycloak-release-gate/core';
import type { CollectContext, Collected, Environment, Gap } from '@keycloak-release-gate/core';
import type { Client, ClientConfig } from 'pg';
import { codes } from './codes.ts';

/** The name under which the gate's own sessions stand in pg_stat_activity. */
export const gateApplicationName = 'keycloak-release-gate';

type Database = NonNullable<Environment['database']>;
/** What of a database its messages name. */
export type DatabasePlace = Pick<Database, 'name' | 'schema' | 'user'>;
type Row = Readonly<Record<string, unknown>>;

/** One read-only transaction on Keycloak's database. */
export interface Reading {
  readonly database: DatabasePlace;
  /** Runs one query; its errors are thrown as `pg` throws them. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** The table's state for the gate: undefined where there is none. */
  table(name: string): Promise<TableRight | undefined>;
  /** `"schema"."name"`, quoted. */
  quoted(name: string): string;
}

export interface TableRight {
  readonly owner: string;
  readonly readable: boolean;
}

/** Milliseconds. A database that needs longer for these few rows is in trouble, and must not be burdened by the gate. */
const timeouts = { connect: 5_000, statement: 5_000, lock: 1_000, query: 7_000 } as const;

/** Reads from the environment's database. */
export async function readDatabase<E>(
  context: Pick<CollectContext<unknown>, 'run' | 'secret' | 'signal'>,
  read: (reading: Reading) => Promise<Collected<E>>,
): Promise<Collected<E>> {
  const { database } = context.run.environment;
  if (!database) return { gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'database', reason: 'The environment has no `database`.' })] };
  return readServer(database, context, read);
}

/**
 * Reads from a database in one read-only transaction that sees one moment. Whatever prevents it comes back as a gap, never
 * as an error.
 */
export async function readServer<E>(
  database: Database,
  { secret, signal }: Pick<CollectContext<unknown>, 'secret' | 'signal'>,
  read: (reading: Reading) => Promise<Collected<E>>,
): Promise<Collected<E>> {
  const ca = readAuthority(database);
  if (typeof ca === 'object') return { gaps: [ca] };
  const { client, close } = await clientFor(database, secret(database.password), ca, signal);
  try {
    signal.throwIfAborted();
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const query: Reading['query'] = async (sql, values = []) => (await client.query<Row>(sql, [...values])).rows;
    return await read(readingOf(database, query));
  } catch (error) {
    return { gaps: [connectionGap(error, database)] };
  } finally {
    await close();
  }
}

/** A client that is not connected yet. What it does is cut off when the signal aborts, and `close` ends it whatever has become of it. */
export async function clientFor(
  database: Database,
  password: string,
  ca: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly client: Client; readonly close: () => Promise<void> }> {
  const { default: pg } = await import('pg');
  const socket = new Socket();
  const client = new pg.Client({ ...settingsOf(database, password, ca), stream: () => socket });
  const abort = (): void => void socket.destroy(new Error('The look was cut off.'));
  signal.addEventListener('abort', abort, { once: true });
  // A connection that breaks between two queries also fails the next query, which tells it.
  client.on('error', () => undefined);
  return {
    client,
    close: async () => {
      signal.removeEventListener('abort', abort);
      // Polite where the server still answers; the socket goes either way.
      await Promise.race([client.end(), new Promise((resolve) => setTimeout(resolve, 500).unref())]).catch(() => undefined);
      socket.destroy();
    },
  };
}

/** Reads by these queries, whoever is asked. */
export const readingOf = (database: DatabasePlace, query: Reading['query']): Reading => ({
  database,
  query,
  table: async (name) => findTable(query, database.schema, name),
  quoted: (name) => `${identifier(database.schema)}.${identifier(name)}`,
});

/** A name as SQL takes it, whatever is in it. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** How the gate connects to a database: with verification of the server, unless the environment declares that nothing is encrypted. */
const settingsOf = ({ host, port, name, user, tls }: Database, password: string, ca: string | undefined): ClientConfig => ({
  host,
  port,
  database: name,
  user,
  password,
  ssl: tls === 'off' ? false : { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) },
  application_name: gateApplicationName,
  connectionTimeoutMillis: timeouts.connect,
  statement_timeout: timeouts.statement,
  lock_timeout: timeouts.lock,
  query_timeout: timeouts.query,
  idle_in_transaction_session_timeout: 10_000,
});

/** The text of the authority's file, where one is declared and counts; a gap where it cannot be read. */
export function readAuthority({ caFile, name, tls }: Database): string | undefined | Gap {
  if (caFile === undefined || tls === 'off') return undefined;
  try {
    return readFileSync(caFile, 'utf8');
  } catch (error) {
    const reason = `The certificate authority's file ${caFile} cannot be read: ${described(error).message}.`;
    return gap(codes.TLS_FAILED, { subject: `database/${name}`, reason });
  }
}

async function findTable(query: Reading['query'], schema: string, name: string): Promise<TableRight | undefined> {
  const [row] = await query(
    `SELECT pg_get_userbyid(c.relowner) AS owner,
            has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm')`,
    [schema, name],
  );
  return row && { owner: String(row.owner), readable: row.readable === true };
}

/** The gap for a table that must be read and cannot be; undefined where it can. */
export function tableGap(table: TableRight | undefined, name: string, { schema, user, name: database }: DatabasePlace): Gap | undefined {
  const subject = `table/${schema}.${name}`;
  if (!table)
    return gap(codes.TABLE_MISSING, { subject, reason: `The database "${database}" has no table ${name} in the schema ${schema}.` });
  if (table.readable) return undefined;
  return gap(codes.NOT_ALLOWED, {
    subject,
    reason: `The database user "${user}" may not read the table ${schema}.${name}.`,
    remedy: `As its owner (${table.owner}): GRANT USAGE ON SCHEMA "${schema}" TO "${user}"; GRANT SELECT ON "${schema}"."${name}" TO "${user}";`,
  });
}

function connectionGap(error: unknown, { host, port, name, user }: Database): Gap {
  const subject = `database/${name}`;
  const at = `${host}:${port}`;
  const { code, message } = described(error);
  switch (code) {
    case '28P01':
    case '28000':
      return gap(codes.CREDENTIALS_REFUSED, { subject, reason: `${at} refused the user "${user}": ${message} (${code}).` });
    case '3D000':
      return gap(codes.DATABASE_UNKNOWN, { subject, reason: `${at}: ${message} (${code}).` });
    case '42501':
      return gap(codes.NOT_ALLOWED, { subject, reason: `${at}: ${message} (${code}).` });
    case '57P03':
    case '57P01':
    case '53300':
      return gap(codes.SERVER_NOT_READY, { subject, reason: `${at}: ${message} (${code}).` });
    default:
  }
  if (isTls(code, message)) return gap(codes.TLS_FAILED, { subject, reason: `${at}: ${message}.` });
  // PostgreSQL's own codes have five characters, those of the operating system begin with E.
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E'))
    return gap(codes.QUERY_FAILED, { subject, reason: `${at}: ${message} (${code}).` });
  if (message === 'Query read timeout')
    return gap(codes.QUERY_FAILED, { subject, reason: `${at} did not answer a query within ${timeouts.query / 1000} s.` });
  return gap(codes.UNREACHABLE, {
    subject,
    reason: `No connection to ${at}${message === 'timeout expired' ? ` within ${timeouts.connect / 1000} s` : `: ${message}`}.`,
  });
}

const isTls = (code: string | undefined, message: string): boolean =>
  /certificate|SSL|TLS/i.test(message) || /^(?:ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|CERT_)/.test(code ?? '');

function described(error: unknown): { readonly code?: string; readonly message: string } {
  // Node tries every address of a host name and bundles the failures.
  const one: unknown = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  if (!(one instanceof Error)) return { message: String(one) };
  const code = 'code' in one && typeof one.code === 'string' ? one.code : undefined;
  const message = one.message.replace(/\.$/, '');
  return code === undefined ? { message } : { code, message };
}
