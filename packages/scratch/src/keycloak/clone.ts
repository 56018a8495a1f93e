import { randomBytes } from 'node:crypto';
import { withConnection } from '../connection.ts';
import type { Connection } from '../connection.ts';
import type { ScratchServer } from '../server.ts';

/** Milliseconds for the copying of a whole database within its server. */
const CLONE_WITHIN = 3_600_000;
const STATEMENT_WITHIN = 600_000;

/** A copy of the copy on the same server, for what changes it. `dispose` removes it; the server's end does so too. */
export interface Clone extends ScratchServer {
  dispose(): Promise<void>;
}

/** Copies the server's database; nobody may be connected to it. It takes as much disk again. */
export async function cloneDatabase(server: ScratchServer, signal: AbortSignal): Promise<Clone> {
  const database = `scratch_${randomBytes(9).toString('hex')}`;
  const address = { socket: server.socket, port: server.port } as const;
  const asSuperuser = (sql: string): Promise<unknown> =>
    withConnection(
      { ...address, database: 'postgres', user: server.superuser.name, password: server.superuser.password, timeout: CLONE_WITHIN },
      signal,
      ({ query }) => query(sql),
    );
  // By files it costs no log of what is written; only PostgreSQL before 15 knows no other way.
  const strategy = server.tools.major >= 15 ? ' STRATEGY file_copy' : '';
  await asSuperuser(`CREATE DATABASE ${database} OWNER ${server.owner.name} TEMPLATE ${server.database}${strategy}`);
  const session = <T>(use: (connection: Connection) => Promise<T>): Promise<T> =>
    withConnection(
      { ...address, database, user: server.owner.name, password: server.owner.password, timeout: STATEMENT_WITHIN },
      signal,
      use,
    );
  return {
    ...server,
    database,
    session,
    query: (sql, values) => session(({ query }) => query(sql, values)),
    dispose: async () => void (await asSuperuser(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)),
  };
}
