import { join } from 'node:path';
import { runCommand } from '../processes/run-command.ts';
import type { PostgresAddress } from './server.ts';

/** The superuser's way in, for PostgreSQL's own programs: through the socket. */
export const superuserEnvironment = ({ socket, port }: PostgresAddress, database = 'postgres'): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LC_ALL: 'C.UTF-8',
  PGHOST: socket,
  PGPORT: String(port),
  PGUSER: 'postgres',
  PGDATABASE: database,
  PGCONNECT_TIMEOUT: '10',
});

export interface Script {
  readonly database?: string;
  readonly sql?: string;
  readonly file?: string;
  /** For `\getenv`: secrets never stand in arguments. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Runs SQL as the superuser and stops at the first error; returns psql's unaligned output without headers. */
export async function psql(server: PostgresAddress, { database, sql, file, env, signal }: Script): Promise<string> {
  return runCommand(join(server.programs, 'psql'), {
    args: ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', ...(file === undefined ? ['-f', '-'] : ['-f', file])],
    env: { ...superuserEnvironment(server, database), ...env },
    input: sql ?? '',
    signal,
  });
}
