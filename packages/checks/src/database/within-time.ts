import type { Reading } from './connection.ts';

/**
 * What `read` returns; undefined where it took longer than the database is asked to work for the gate, or waited for somebody's lock. The
 * transaction goes on, and what else is read in it is not lost.
 */
export async function withinTime<T>({ query }: Pick<Reading, 'query'>, read: () => Promise<T>): Promise<T | undefined> {
  await query('SAVEPOINT within_time');
  try {
    return await read();
  } catch (error) {
    if (!isTimeout(error)) throw error;
    await query('ROLLBACK TO SAVEPOINT within_time');
    return undefined;
  }
}

/** PostgreSQL's `query_canceled` (here, its statement_timeout) and `lock_not_available`. */
const isTimeout = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '57014' || error.code === '55P03');
