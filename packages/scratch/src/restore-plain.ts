import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { unpack } from '@keycloak-release-gate/checks/backup';
import type { DumpFile } from '@keycloak-release-gate/checks/backup';
import { ownerEnvironment } from './client-environment.ts';
import type { RestoreTarget } from './client-environment.ts';
import { PlainFilter } from './plain-filter.ts';
import type { ScratchProcess } from './place.ts';
import { fetchFailed } from './fetch-failed.ts';
import { RestoreFailed, restoreFailed } from './restore-failed.ts';
import type { RestoreOptions, Restored } from './restore.ts';

/** Bytes that are read at a time. */
const PIECE = 256 * 1024;

/**
 * Runs a plain dump through psql. It is code (CVE-2025-8714), so psql is locked with a key of the gate's own against every command to
 * itself before it sees a line, the lines that it sees are filtered besides, and it works as an owner without any right outside.
 */
export async function restorePlain(
  server: RestoreTarget,
  dump: DumpFile,
  options: RestoreOptions,
  makeable: ReadonlySet<string>,
): Promise<Restored> {
  const filter = new PlainFilter(makeable);
  const began = performance.now();
  let dataEnded = began;
  const psql = await server.place.spawn(
    join(server.tools.directory, 'psql'),
    ['--no-psqlrc', '--quiet', '--no-password', '--set=ON_ERROR_STOP=1', '--file=-'],
    { env: ownerEnvironment(server), stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let complaint = '';
  psql.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 8_000) complaint += text;
  });
  const input = psql.child.stdin;
  if (!input) throw new Error('psql was started without an input.');
  input.on('error', () => undefined);
  const source = createReadStream(dump.path, { highWaterMark: PIECE });
  try {
    await write(input, psql, `\\restrict ${randomBytes(24).toString('hex')}\n`);
    let tables = 0;
    for await (const chunk of dump.packed === undefined ? source : unpack(source, dump.packed)) {
      await write(input, psql, filter.take(chunk as Buffer));
      if (filter.tables !== tables) {
        dataEnded = performance.now();
        tables = filter.tables;
        options.tell?.(`rows: table ${tables}`);
      }
      if (filter.refused !== undefined || hasEnded(psql)) break;
    }
    await write(input, psql, filter.end());
  } catch (error) {
    psql.kill('SIGKILL');
    await psql.ended;
    options.signal.throwIfAborted();
    throw fetchFailed(error);
  } finally {
    source.destroy();
  }
  if (filter.refused !== undefined) psql.kill('SIGKILL');
  input.end();
  const end = await psql.ended;
  const ended = performance.now();
  if (filter.refused !== undefined) throw new RestoreFailed('broken', 'restore', filter.refused);
  const older = (options.serverMajor ?? filter.major ?? 0) > server.tools.major;
  if (end.code !== 0) throw restoreFailed('psql', end, complaint, filter.complete ? 'index' : 'restore', older, filter.leftOut);
  if (!filter.complete) throw new RestoreFailed('broken', 'restore', 'the line "PostgreSQL database dump complete" is not at its end');
  return { seconds: { fetch: null, restore: (dataEnded - began) / 1000, index: (ended - dataEnded) / 1000 }, leftOut: filter.leftOut };
}

const hasEnded = ({ child }: ScratchProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Waits until there is room for more, or nobody reads any more. */
async function write(input: Writable, psql: ScratchProcess, data: Buffer | string): Promise<void> {
  if (data.length === 0 || hasEnded(psql) || input.destroyed || input.write(data)) return;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      input.off('drain', go);
      input.off('close', go);
      resolve();
    };
    input.once('drain', go);
    input.once('close', go);
  });
}
