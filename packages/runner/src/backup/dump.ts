import { access, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BackupManifest,
  findPostgresPrograms,
  hashDump,
  keycloakSchemas,
  readKeycloakFacts,
  unreadableTables,
} from '@keycloak-release-gate/checks/backup';
import { DumpProblem, dumpProblem } from './dump-problem.ts';
import { keepProgram } from './kept-program.ts';
import { openSnapshotSession } from './snapshot-session.ts';
import type { SnapshotSession } from './snapshot-session.ts';

export type DumpFormat = 'custom' | 'directory' | 'tar' | 'plain';

export interface DumpWanted {
  /** The folder that backups are kept in; it is made where it is missing. */
  readonly folder: string;
  readonly format: DumpFormat;
  /** As pg_dump's `--compress`. */
  readonly compress?: string;
  /** How many tables are dumped at once: only in a directory. */
  readonly jobs?: number;
  /** Keycloak's schema, where several in this database have its tables. */
  readonly schema?: string;
  /** libpq's variables (PGHOST…) and whatever else the programs need. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A backup that is whole. */
export interface Dumped {
  readonly file: string;
  readonly manifest: BackupManifest;
  /** What somebody should know of it. */
  readonly notes: readonly string[];
}

const extensions: Readonly<Record<DumpFormat, string>> = { custom: '.dump', directory: '.dir', tar: '.tar', plain: '.sql' };
/** Seconds that pg_dump waits for a table that somebody else has locked. */
const LOCK_WAIT = 60;

/**
 * Dumps Keycloak's database, with a manifest beside it: both describe one snapshot, which the transaction that counts exports to pg_dump.
 * Neither appears under its name before it is whole and on the disk. Rejects with a DumpProblem; then, and when aborted, nothing is left.
 */
export async function takeDump(wanted: DumpWanted, signal: AbortSignal): Promise<Dumped> {
  const programs = await findPostgresPrograms(['pg_dump', 'psql']);
  if (!programs)
    throw new DumpProblem(
      2,
      'TOOL_MISSING',
      `pg_dump and psql were not found${process.env['POSTGRES_PROGRAMS'] ? ' where POSTGRES_PROGRAMS says' : ' on this machine'}.`,
      "Install PostgreSQL's client programs (`apt-get install postgresql-client`), in the server's version or a newer one; or name their folder in POSTGRES_PROGRAMS.",
    );
  await prepareFolder(wanted.folder);
  // Over 30 s for a connection, somebody should be told.
  const env = { PGCONNECT_TIMEOUT: '30', ...wanted.env, LC_ALL: 'C', PGCLIENTENCODING: 'UTF8' };
  const session = openSnapshotSession(programs.directory, env);
  signal.addEventListener('abort', session.close, { once: true });
  try {
    const moment = await beginSnapshot(session);
    if (moment.serverMajor > programs.major)
      throw new DumpProblem(
        2,
        'TOOL_TOO_OLD',
        `The server is PostgreSQL ${moment.serverVersion}; pg_dump here is of version ${programs.major} and refuses newer servers.`,
        "Install PostgreSQL's client programs in the server's version or a newer one, or name their folder in POSTGRES_PROGRAMS.",
      );
    const schema = await schemaOf(session, moment.database, wanted.schema);
    return await write({ ...wanted, env, programs: programs.directory, moment, schema, session }, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', session.close);
    session.close();
  }
}

/** Makes the folder for its owner alone; a folder that is there keeps its rights, as the files in it are for the owner alone anyway. */
async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const trial = join(folder, `.trial-${process.pid}.unfinished`);
    await writeFile(trial, '', { mode: 0o600 });
    await rm(trial);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DumpProblem(
      2,
      'FOLDER_UNWRITABLE',
      `Nothing can be written into ${folder}: ${why}`,
      'Name a folder that can be written to with --output.',
    );
  }
}

interface Moment {
  readonly snapshot: string;
  readonly at: string;
  readonly database: string;
  readonly serverVersion: string;
  readonly serverMajor: number;
  readonly systemIdentifier: string | null;
}

async function beginSnapshot({ query }: SnapshotSession): Promise<Moment> {
  const [row] = await query(
    `SELECT pg_export_snapshot() AS snapshot, current_database() AS database, current_setting('server_version') AS version,
            current_setting('server_version_num')::int / 10000 AS major, (extract(epoch FROM transaction_timestamp()) * 1000)::bigint AS at,
            has_function_privilege('pg_control_system()', 'EXECUTE') AS may_identify`,
  );
  const [identity] = row?.['may_identify'] === true ? await query('SELECT system_identifier::text AS id FROM pg_control_system()') : [];
  return {
    snapshot: String(row?.['snapshot']),
    at: new Date(Number(row?.['at'])).toISOString(),
    database: String(row?.['database']),
    serverVersion: String(row?.['version']),
    serverMajor: Number(row?.['major']),
    systemIdentifier: typeof identity?.['id'] === 'string' ? identity['id'] : null,
  };
}

/** The one schema that holds Keycloak, all of whose tables may be read. */
async function schemaOf({ query }: SnapshotSession, database: string, wanted: string | undefined): Promise<string> {
  const schemas = await keycloakSchemas(query);
  const schema = wanted ?? schemas[0];
  if (schema === undefined || !schemas.includes(schema))
    throw new DumpProblem(
      2,
      'NOT_KEYCLOAK',
      `The database "${database}" has no table migration_model${wanted === undefined ? '' : ` in the schema "${wanted}"`}: Keycloak was never started on it.`,
      'Check PGDATABASE (and --schema): without it, PostgreSQL takes the database that is named like the user.',
    );
  if (wanted === undefined && schemas.length > 1)
    throw new DumpProblem(
      2,
      'SCHEMA_AMBIGUOUS',
      `The database "${database}" holds Keycloak in several schemas: ${schemas.join(', ')}.`,
      'Say with --schema which one is to be counted; all are dumped.',
    );
  const unreadable = await unreadableTables(query);
  const [first] = unreadable;
  if (first !== undefined)
    throw new DumpProblem(
      2,
      'NOT_ALLOWED',
      `This account may not read ${unreadable.length === 1 ? '' : `${unreadable.length} tables, such as `}${first}. (The read-only role of the gate cannot take a backup.)`,
      "Take the backup as the owner of Keycloak's tables, or as a role with GRANT pg_read_all_data.",
    );
  return schema;
}

interface Writing extends DumpWanted {
  readonly programs: string;
  readonly moment: Moment;
  readonly schema: string;
  readonly session: SnapshotSession;
}

async function write({ programs, moment, schema, session, ...wanted }: Writing, signal: AbortSignal): Promise<Dumped> {
  const { folder, format } = wanted;
  const file = `${moment.database.replaceAll(/[^\w.-]/g, '_')}-${moment.at.replaceAll(':', '-')}${extensions[format]}`;
  const path = join(folder, file);
  if (await exists(path)) throw new DumpProblem(3, 'FILE_EXISTS', `${path} is already there.`, 'Take the backup again.');
  const unfinished = `${path}.unfinished`;
  const draft = `${path}.json.unfinished`;
  const program = join(programs, 'pg_dump');
  const dumping = keepProgram(unfinished, [program, ...argumentsOf(wanted, moment.snapshot), `--file=${unfinished}`], wanted.env);
  try {
    const [facts] = await Promise.all([
      readKeycloakFacts(session.query, schema),
      untilAborted(dumping.end, signal).then(({ exitCode, complaint }) => {
        if (exitCode !== 0) throw dumpProblem(complaint, 'pg_dump');
      }),
    ]);
    await session.commit();
    const manifest = BackupManifest.parse({
      format: 'keycloak-release-gate/backup',
      version: 1,
      file,
      ...(await hashDump(unfinished, signal)),
      database: moment.database,
      snapshotAt: moment.at,
      finishedAt: new Date().toISOString(),
      serverVersion: moment.serverVersion,
      systemIdentifier: moment.systemIdentifier,
      countedIn: 'snapshot',
      schema,
      ...facts,
    } satisfies BackupManifest);
    await writeThrough(draft, `${JSON.stringify(manifest, undefined, 2)}\n`);
    signal.throwIfAborted();
    // The manifest first: alone it is no backup, while a dump without one would be taken for one that never had any.
    await rename(draft, `${path}.json`);
    await rename(unfinished, path);
    await syncFolder(folder);
    return { file: path, manifest, notes: notesOn(manifest, await unfinishedIn(folder)) };
  } finally {
    await dumping.close();
    await rm(draft, { force: true });
    if (!(await exists(path))) await rm(`${path}.json`, { force: true });
  }
}

const argumentsOf = ({ format, compress, jobs }: DumpWanted, snapshot: string): string[] => [
  `--format=${format}`,
  `--snapshot=${snapshot}`,
  `--lock-wait-timeout=${LOCK_WAIT}s`,
  '--no-password',
  ...(compress === undefined ? [] : [`--compress=${compress}`]),
  ...(jobs === undefined ? [] : [`--jobs=${jobs}`]),
];

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', abort));
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The names are on the disk, too. (pg_dump has synchronised the dump itself.) */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function notesOn(manifest: BackupManifest, unfinished: readonly string[]): string[] {
  return [
    ...((manifest.locksHeld ?? 0) > 0
      ? ['Keycloak’s migration lock was held while it was taken: it may hold a schema between two versions, and does not pass as a backup.']
      : []),
    ...(manifest.systemIdentifier === null
      ? ['This account may not ask for the identifier of the PostgreSQL cluster (pg_control_system): the manifest does not name it.']
      : []),
    ...(unfinished.length > 0
      ? [`Unfinished files of other dumps lie there (${unfinished.join(', ')}): remove them where no dump is running.`]
      : []),
  ];
}

const unfinishedIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.unfinished'));

const exists = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
