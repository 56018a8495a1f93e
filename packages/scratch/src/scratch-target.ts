import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ScratchServer } from './server.ts';

/** What a restore must never go into. */
export interface Live {
  /** PostgreSQL's identifiers of the clusters that are in use. */
  readonly systemIdentifiers: readonly string[];
}

/** A restore that was refused before anything was written. */
export class NotScratch extends Error {
  override readonly name = 'NotScratch';
}

/**
 * Makes sure, by asking the server itself over the way that the restore will take, that it is the one that the gate made: by its socket, its
 * system identifier and its emptiness. Throws a NotScratch.
 */
export async function assertScratch(server: ScratchServer, { systemIdentifiers }: Live): Promise<void> {
  const socket = join(server.socket, `.s.PGSQL.${server.port}`);
  if (dirname(socket) !== server.place.folder || !(await lstat(socket).catch(() => undefined))?.isSocket())
    throw new NotScratch(`The server's socket ${socket} is not in the gate's own folder ${server.place.folder}.`);
  const [row] = await server.query(
    `SELECT (SELECT system_identifier::text FROM pg_control_system()) AS identifier, current_database()::text AS database,
      current_setting('is_superuser') AS superuser, (SELECT count(*)::int FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema') AS relations`,
  );
  const identifier = String(row?.['identifier']);
  if (systemIdentifiers.includes(identifier))
    throw new NotScratch(`The server has the system identifier ${identifier} of a database that is in use.`);
  if (identifier !== server.systemIdentifier || row?.['database'] !== server.database)
    throw new NotScratch('The server that answers is not the one that the gate started.');
  if (row['superuser'] !== 'off') throw new NotScratch('A restore as a superuser could do more than fill the database.');
  if (row['relations'] !== 0) throw new NotScratch(`The database is not empty: it has ${String(row['relations'])} tables and the like.`);
}
