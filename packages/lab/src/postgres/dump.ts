import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand } from '../processes/run-command.ts';
import { dumpName, manifestOf } from './manifest.ts';
import type { BackupManifest } from './manifest.ts';
import { superuserEnvironment } from './psql.ts';
import { withConnection } from './query.ts';
import type { Connection } from './query.ts';
import type { PostgresAddress } from './server.ts';

/** A dump and its manifest. */
export interface Dump {
  readonly file: string;
  readonly manifest: BackupManifest;
}

/**
 * Dumps a database in PostgreSQL's custom format into `directory`, with its manifest beside it. Both describe one
 * snapshot: the transaction that counts exports it, and pg_dump reads from it. Neither appears before it is whole.
 */
export async function dumpDatabase(server: PostgresAddress, database: string, directory: string, signal: AbortSignal): Promise<Dump> {
  // Dumps hold password hashes and the realms' keys.
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return withConnection(server, database, signal, async (connection) => {
    await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const seen = await snapshot(connection);
    const name = dumpName(database, seen.at);
    const file = join(directory, name);
    const unfinished = `${file}.unfinished`;
    try {
      await runCommand(join(server.programs, 'pg_dump'), {
        args: ['--format=custom', '--compress=1', `--snapshot=${seen.id}`, '--no-password', '--file', unfinished],
        env: superuserEnvironment(server, database),
        signal,
      });
      await connection.query('COMMIT');
      const manifest: BackupManifest = {
        format: 'keycloak-release-gate/backup',
        version: 1,
        file: name,
        sha256: await sha256Of(unfinished, signal),
        bytes: (await stat(unfinished)).size,
        database,
        snapshotAt: seen.at.toISOString(),
        finishedAt: new Date().toISOString(),
        ...seen.facts,
      };
      await writeFile(`${unfinished}.json`, `${JSON.stringify(manifest, undefined, 2)}\n`);
      await rename(`${unfinished}.json`, manifestOf(file));
      await rename(unfinished, file);
      return { file, manifest };
    } finally {
      await rm(unfinished, { force: true });
      await rm(`${unfinished}.json`, { force: true });
    }
  });
}

/** The sha256 of a file, in hexadecimal. */
export async function sha256Of(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash, { signal });
  return hash.digest('hex');
}

type Facts = Omit<BackupManifest, 'format' | 'version' | 'file' | 'sha256' | 'bytes' | 'database' | 'snapshotAt' | 'finishedAt'>;

async function snapshot(connection: Connection): Promise<{ readonly id: string; readonly at: Date; readonly facts: Facts }> {
  const one = async (sql: string): Promise<string | undefined> => {
    const [row] = await connection.query(sql);
    const value = row === undefined ? undefined : Object.values(row)[0];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    throw new Error(`PostgreSQL's driver gave a value that is neither text nor a number for: ${sql}`);
  };
  const id = (await one('SELECT pg_export_snapshot()')) ?? '';
  const millis = Number(await one('SELECT extract(epoch FROM transaction_timestamp()) * 1000'));
  const initialised = (await one(`SELECT to_regclass('public.migration_model')`)) !== undefined;
  const version = initialised ? await one('SELECT version FROM public.migration_model ORDER BY update_time DESC, id LIMIT 1') : undefined;
  const counts = await countRows(connection);
  return {
    id,
    at: new Date(millis),
    facts: {
      serverVersion: (await one('SHOW server_version')) ?? '',
      systemIdentifier: (await one('SELECT system_identifier FROM pg_control_system()')) ?? '',
      migrationVersion: version ?? null,
      changeSets: counts['databasechangelog'] ?? 0,
      counts,
      countedIn: 'snapshot',
      schema: 'public',
      realms: initialised
        ? (await connection.query('SELECT name FROM public.realm ORDER BY name COLLATE "C"')).map(({ name }) => String(name))
        : [],
      locksHeld: initialised ? Number(await one('SELECT count(*) FROM public.databasechangeloglock WHERE locked')) : 0,
    },
  };
}

async function countRows(connection: Connection): Promise<Readonly<Record<string, number>>> {
  const tables = await connection.query("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  if (tables.length === 0) return {};
  const counts = tables.map(({ name }) => `SELECT '${String(name)}' AS name, count(*) AS rows FROM public."${String(name)}"`);
  const rows = await connection.query(counts.join(' UNION ALL '));
  return Object.fromEntries(rows.map((row) => [String(row['name']), Number(row['rows'])]));
}
