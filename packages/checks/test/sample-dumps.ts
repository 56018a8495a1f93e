import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { constants, createGzip, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { BackupManifest } from '../src/backup/manifest.ts';
import type { ScratchPostgres } from './scratch-postgres.ts';

/** A database as Keycloak 26.7.4 made it, with a realm of some users; what is secret in it was taken out. */
const fixture = new URL('fixtures/keycloak-26.7.4.sql.zst', import.meta.url);

export type Facts = Pick<BackupManifest, 'database' | 'systemIdentifier' | 'counts' | 'changeSets' | 'migrationVersion'>;

/** Makes the database `keycloak`. */
export async function restoreSample(server: ScratchPostgres, folder: string): Promise<void> {
  const file = join(folder, 'sample.sql');
  writeFileSync(file, zstdDecompressSync(readFileSync(fixture)));
  await server.run('createdb', ['keycloak']);
  await server.run('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'keycloak', '-f', file, '-o', join(folder, 'restored.log')]);
}

/** A copy of `keycloak` that something was done to. */
export async function variant(server: ScratchPostgres, name: string, sql?: string): Promise<string> {
  await server.run('createdb', ['--template=keycloak', name]);
  if (sql !== undefined) await server.sql(name, sql);
  return name;
}

/** Dumps a database into a file or folder. */
export async function dump(server: ScratchPostgres, database: string, path: string, ...args: readonly string[]): Promise<string> {
  mkdirSync(join(path, '..'), { recursive: true });
  await server.run('pg_dump', [...args, `--file=${path}`, database]);
  return path;
}

/** As `pg_dump … > file` or `pg_dump … | gzip > file`: pg_dump cannot go back in what it writes. */
export async function dumpThroughPipe(
  server: ScratchPostgres,
  database: string,
  path: string,
  args: readonly string[],
  packed = false,
): Promise<string> {
  mkdirSync(join(path, '..'), { recursive: true });
  const child = spawn(server.program('pg_dump'), [...args, database], { env: server.env, stdio: ['ignore', 'pipe', 'inherit'] });
  await (packed ? pipeline(child.stdout, createGzip(), createWriteStream(path)) : pipeline(child.stdout, createWriteStream(path)));
  return path;
}

/** Kills pg_dump in the middle of what it writes into a pipe; what stands behind the pipe goes on to its end. */
export async function killedInPipe(
  server: ScratchPostgres,
  database: string,
  path: string,
  args: readonly string[],
  packed = false,
): Promise<string> {
  mkdirSync(join(path, '..'), { recursive: true });
  const child = spawn(server.program('pg_dump'), [...args, database], { env: server.env, stdio: ['ignore', 'pipe', 'ignore'] });
  const output = createWriteStream(path);
  let written = 0;
  const source = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of child.stdout) {
      written += (chunk as Buffer).length;
      // It holds the pipe full, and can be at no other place than in the middle.
      if (written > 150_000) child.kill('SIGKILL');
      yield chunk as Buffer;
    }
  };
  await (packed ? pipeline(source, createGzip(), output) : pipeline(source, output));
  return path;
}

/** Kills pg_dump as soon as it has begun to write data into a folder. */
export async function killedInFolder(server: ScratchPostgres, database: string, path: string): Promise<string> {
  mkdirSync(join(path, '..'), { recursive: true });
  const child = spawn(server.program('pg_dump'), ['--format=directory', '--compress=9', `--file=${path}`, database], {
    env: server.env,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const hasData = (): boolean => {
    try {
      return readdirSync(path).some((name) => /\.dat/.test(name));
    } catch {
      return false;
    }
  };
  while (!hasData() && child.exitCode === null) await delay(2);
  child.kill('SIGKILL');
  await ended;
  return path;
}

/** Packs a file into another, and gives that one's path. */
export function pack(path: string, into: string, packing: 'gzip' | 'zstd'): string {
  mkdirSync(join(into, '..'), { recursive: true });
  const content = readFileSync(path);
  // With the checksum that the program `zstd` writes.
  writeFileSync(
    into,
    packing === 'gzip' ? gzipSync(content) : zstdCompressSync(content, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
  );
  return into;
}

/** In many members or frames, as pigz and pzstd write it. */
export async function packInParts(path: string, into: string, packing: 'gzip' | 'zstd'): Promise<string> {
  mkdirSync(join(into, '..'), { recursive: true });
  const output = createWriteStream(into);
  for await (const piece of createReadStream(path, { highWaterMark: 50_000 })) {
    output.write(packing === 'gzip' ? gzipSync(piece as Buffer) : zstdCompressSync(piece as Buffer));
  }
  output.end();
  await once(output, 'finish');
  return into;
}

/** What a manifest tells of a database. */
export async function factsOf(server: ScratchPostgres, database: string, schema = 'public'): Promise<Facts> {
  const ordinary = `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '${schema}' AND c.relkind = 'r'`;
  const tables = (await server.sql(database, ordinary)).split('\n').filter(Boolean);
  const counting = tables.map((table) => `SELECT '${table}', count(*) FROM "${schema}"."${table}"`).join(' UNION ALL ');
  const rows = tables.length === 0 ? [] : (await server.sql(database, counting)).split('\n').filter(Boolean);
  const counts = Object.fromEntries(rows.map((row) => row.split('|')).map(([table, count]) => [table ?? '', Number(count)]));
  return {
    database,
    systemIdentifier: (await server.sql(database, 'SELECT system_identifier FROM pg_control_system()')).trim(),
    counts,
    changeSets: counts['databasechangelog'] ?? 0,
    migrationVersion: '26.7.4',
  };
}
