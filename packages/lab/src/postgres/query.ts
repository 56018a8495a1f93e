import type { PostgresAddress } from './server.ts';

/** The rows of one statement; a driver's values are the caller's to check. */
export type Rows = readonly Readonly<Record<string, unknown>>[];

/** An open connection of the superuser. */
export interface Connection {
  query(sql: string, values?: readonly unknown[]): Promise<Rows>;
}

/** Opens a connection as the superuser, through the socket, for as long as `use` runs. */
export async function withConnection<T>(
  server: PostgresAddress,
  database: string,
  signal: AbortSignal,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const { Client } = (await import('pg')).default;
  const client = new Client({
    host: server.socket,
    port: server.port,
    user: 'postgres',
    database,
    application_name: 'lab',
    connectionTimeoutMillis: 10_000,
    statement_timeout: 120_000,
    query_timeout: 120_000,
  });
  let lost: Error | undefined;
  // A server that goes away in between is told by the statement under way, or by the next one.
  client.on('error', (error) => {
    lost = error;
  });
  await client.connect();
  const onAbort = (): void => void client.end();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await use({
      async query(sql, values) {
        if (lost !== undefined) throw lost;
        const { rows } = await client.query<Record<string, unknown>>(sql, values === undefined ? undefined : [...values]);
        return rows;
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await client.end().catch((error: unknown) => {
      if (lost === undefined && !signal.aborted) throw error;
    });
  }
}
