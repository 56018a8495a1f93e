import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { dump, restoreSample } from '../packages/checks/test/sample-dumps.ts';
import { startScratchPostgres } from '../packages/checks/test/scratch-postgres.ts';
import { median } from './time.ts';

/**
 * What it takes to read the dump of a large database to its end: the time beside `pg_restore -f /dev/null`, and the memory beside the
 * imports alone. Usage: node bench/backup.ts [megabytes] [pairs]
 */
const megabytes = Number(process.argv[2] ?? 1_000);
const pairs = Number(process.argv[3] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'bench-backup-'));
const look = fileURLToPath(new URL('backup-look.ts', import.meta.url));

interface Run {
  readonly seconds: number;
  readonly output: string;
}

function run(command: string, ...args: readonly string[]): Run {
  const from = performance.now();
  const { status, stdout, error } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ended with ${status ?? error?.message}`);
  return { seconds: (performance.now() - from) / 1000, output: stdout };
}
/** With the flag of `pnpm verify`. */
const gate = (...args: readonly string[]): Run => run(process.execPath, '--max-semi-space-size=2', look, ...args);

/** Bytes of a row in the table of events, where large Keycloak databases have most of theirs. */
const ROW = 330;
const events = `
  -- A dump holds no index: without them, the rows are made in no time.
  DO $$ DECLARE index regclass; BEGIN
    FOR index IN SELECT indexrelid FROM pg_index WHERE indrelid = 'event_entity'::regclass AND NOT indisprimary LOOP EXECUTE 'DROP INDEX ' || index; END LOOP;
  END $$;
  ALTER TABLE event_entity DROP CONSTRAINT constraint_4;
  INSERT INTO event_entity (id, client_id, details_json, event_time, ip_address, realm_id, session_id, type, user_id)
  SELECT md5('a' || n), 'portal', md5('b' || n) || md5('c' || n) || md5('d' || n) || md5('e' || n) || md5('f' || n), 1790000000000 + n, '10.1.2.3',
         md5('realm'), md5('g' || n), 'LOGIN', md5('h' || (n % 100000)) FROM generate_series(1, ${Math.round((megabytes * 1e6) / ROW)}) AS n`;

const server = await startScratchPostgres();
try {
  await restoreSample(server, folder);
  await server.sql('keycloak', events);
  const size = Number(await server.sql('keycloak', "SELECT pg_database_size('keycloak')"));
  const custom = await dump(server, 'keycloak', join(folder, 'a.dump'), '--format=custom', '--compress=1');
  const plain = await dump(server, 'keycloak', join(folder, 'a.sql'), '--format=plain');
  await server.sql('postgres', 'DROP DATABASE keycloak');
  process.stdout.write(
    `a database of ${(size / 1e6).toFixed(0)} MB, a dump of ${(statSync(custom).size / 1e6).toFixed(0)} MB, plain ${(statSync(plain).size / 1e6).toFixed(0)} MB\n`,
  );
  const restore = server.program('pg_restore');
  gate(custom, 'custom');
  run(restore, '--file=/dev/null', custom);
  // Each goes first in every other round.
  const seen = Array.from({ length: pairs }, (_, pair) => {
    const ours = (): Run => gate(custom, 'custom');
    const theirs = (): Run => run(restore, '--file=/dev/null', custom);
    const [first, second] = pair % 2 === 0 ? [ours(), theirs()] : [theirs(), ours()];
    const [own, other] = pair % 2 === 0 ? [first, second] : [second, first];
    process.stdout.write(`read to its end ${own.seconds.toFixed(2)} s, pg_restore ${other.seconds.toFixed(2)} s\n`);
    return { ratio: own.seconds / other.seconds, memory: Number(own.output) };
  });
  const imports = Number(gate().output);
  // As a stream: a process inherits the largest size of the one that starts it.
  const packed = join(folder, 'a.dump.gz');
  await pipeline(createReadStream(custom), createGzip({ level: 1 }), createWriteStream(packed));
  const others = [gate(plain, 'plain'), gate(packed, 'custom', 'gzip')];
  process.stdout.write(
    [
      `read to its end ÷ pg_restore -f /dev/null: ${median(seen.map(({ ratio }) => ratio)).toFixed(2)} (limit 1.2)`,
      `memory over the imports (${imports.toFixed(0)} MB): ${(median(seen.map(({ memory }) => memory)) - imports).toFixed(0)} MB (limit 64)`,
      ...others.map(
        ({ seconds, output }, index) =>
          `${index === 0 ? 'plain' : 'custom in gzip'}: ${seconds.toFixed(2)} s, ${(Number(output) - imports).toFixed(0)} MB over the imports`,
      ),
      '',
    ].join('\n'),
  );
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
