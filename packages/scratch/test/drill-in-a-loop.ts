// A program for tests that kill it: restores a dump into a scratch server, again and again, until it is ended.
import { openPlace } from '../src/place.ts';
import { findPostgresTools } from '../src/postgres-tools.ts';
import { restoreDump } from '../src/restore.ts';
import { startScratchServer } from '../src/server.ts';

const [path = '', base = ''] = process.argv.slice(2);
const abort = new AbortController();
process.once('SIGINT', () => abort.abort());
const { signal } = abort;
const tools = await findPostgresTools();
if (!tools) throw new Error('PostgreSQL is not installed here.');
while (!signal.aborted) {
  const place = await openPlace(signal, base);
  try {
    process.stdout.write(`${place.folder}\n`);
    const server = await startScratchServer(place, tools, signal);
    await restoreDump(server, { path, kind: 'custom' }, { live: { systemIdentifiers: [] }, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await place.close();
  }
}
