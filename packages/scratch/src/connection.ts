import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

/** A row as the driver gives it; its values are the caller's to check. */
export type Row = Readonly<Record<string, unknown>>;

/** An open connection. */
export interface Connection {
  /** Rejects with a StatementFailed where PostgreSQL refuses. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export interface ConnectionWanted {
  /** The folder of the server's Unix socket, or its address. */
  readonly socket: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  /** Milliseconds for one statement. */
  readonly timeout: number;
  /** Without it, the connection is not encrypted, which only a socket or the machine itself makes up for. */
  readonly tls?: { readonly host: string; readonly ca: string } | undefined;
  /** The name of the session in pg_stat_activity. */
  readonly application?: string;
}

/** PostgreSQL's SQLSTATE `connection_failure`, for what the driver says of a server that does not answer. */
const CONNECTION_FAILURE = '08006';

/** What PostgreSQL said, without its DETAIL and CONTEXT: they quote rows; or what the driver said of a server that does not answer. */
export class StatementFailed extends Error {
  override readonly name = 'StatementFailed';
  /** PostgreSQL's SQLSTATE. */
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined) {
    super(message);
    this.code = code;
  }
}

/** Opens a connection for as long as `use` runs. Nothing of the environment's PG… variables has a say. */
export async function withConnection<T>(
  wanted: ConnectionWanted,
  signal: AbortSignal,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const { Client } = (await import('pg')).default;
  const client = new Client({
    host: wanted.socket,
    port: wanted.port,
    user: wanted.user,
    database: wanted.database,
    password: wanted.password ?? '',
    ssl: wanted.tls ? verified(wanted.tls) : false,
    options: '',
    application_name: wanted.application ?? 'keycloak-release-gate',
    connectionTimeoutMillis: 10_000,
    statement_timeout: wanted.timeout,
    query_timeout: wanted.timeout + 1_000,
    lock_timeout: 10_000,
  });
  let lost: Error | undefined;
  // A server that goes away in between is told by the statement under way, or by the next one.
  client.on('error', (error) => {
    lost = error;
  });
  const onAbort = (): void => void client.end().catch(() => undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await client.connect().catch((error: unknown) => Promise.reject(statementFailed(error)));
    return await use({
      async query(sql, values) {
        if (lost !== undefined) throw statementFailed(lost);
        try {
          return (await client.query<Record<string, unknown>>(sql, values === undefined ? undefined : [...values])).rows;
        } catch (error) {
          throw statementFailed(error);
        }
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await client.end().catch(() => undefined);
  }
}

/** The certificate must be of that name, whichever address answers; an address is no name to ask for. */
const verified = ({ host, ca }: NonNullable<ConnectionWanted['tls']>): ConnectionOptions => ({
  rejectUnauthorized: true,
  ca,
  host,
  ...(isIP(host) === 0 ? { servername: host } : {}),
});

/** The driver's own error holds the row that it is about. */
function statementFailed(error: unknown): StatementFailed {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof Error) || !('severity' in error)) return new StatementFailed(message, CONNECTION_FAILURE);
  return new StatementFailed(message, 'code' in error && typeof error.code === 'string' ? error.code : undefined);
}
