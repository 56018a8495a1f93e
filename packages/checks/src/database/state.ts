import { canonicalJson, contentHash, defineCollector, gap } from '@keycloak-release-gate/core';
import type { Collected, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { readDatabase, readingOf, tableGap } from './connection.ts';
import type { DatabasePlace, Reading } from './connection.ts';

const time = z.iso.datetime();

export const ChangeSet = z.object({
  id: z.string(),
  author: z.string(),
  filename: z.string(),
  md5sum: z.string().nullable(),
  exectype: z.string(),
});
export type ChangeSet = z.infer<typeof ChangeSet>;

/** One Liquibase change log: Keycloak's own, or that of a custom provider. */
export const ChangeLog = z.object({
  table: z.string(),
  count: z.number().int(),
  /** SHA-256 over (id, author, filename, md5sum) of every change set, in the order in which they ran. */
  hash: z.string(),
  /** In the order in which they ran. */
  changeSets: z.array(ChangeSet),
});
export type ChangeLog = z.infer<typeof ChangeLog>;

/** What the database itself says about the Keycloak that uses it. */
export const DatabaseState = z.object({
  server: z.object({
    version: z.string(),
    /** PostgreSQL's identifier of this very cluster of databases; null where it may not be read. */
    systemIdentifier: z.string().nullable(),
    /** A replica is read, not the primary. */
    inRecovery: z.boolean(),
    now: time,
    /** The server's clock less the gate's, in milliseconds. */
    clockAheadBy: z.number().int(),
  }),
  database: z.string(),
  schema: z.string(),
  /** Keycloak's own record of its versions, newest first as Keycloak orders it; null where it could not be read. */
  migrations: z.array(z.object({ version: z.string(), updatedAt: time })).nullable(),
  /** Keycloak's own change log first, then those of custom providers by name; null where one could not be read. */
  changeLogs: z.array(ChangeLog).nullable(),
  locks: z
    .array(z.object({ id: z.number().int(), locked: z.boolean(), grantedAt: z.string().nullable(), by: z.string().nullable() }))
    .nullable(),
  /** Sessions that hold Keycloak's migration lock at this moment: it locks rows, and does not always mark them. */
  migrating: z.number().int(),
});
export type DatabaseState = z.infer<typeof DatabaseState>;

/** More change sets than any Keycloak has: beyond it, the table is something else. */
const MOST_CHANGE_SETS = 2_000;
const changeLogTable = 'databasechangelog';

/** The schema's version and change sets, as one moment of the database shows them. */
export const databaseState = defineCollector({
  id: 'database/state',
  version: 1,
  title: 'The version and change sets of the database',
  vantage: 'cluster',
  evidence: DatabaseState,
  timeout: 15_000,
  params: () => ({}),
  collect: async (_params, context) => readDatabase(context, readState),
});

/** The same of a database that is asked by these queries: of a restored copy. */
export const stateOf = (database: DatabasePlace, query: Reading['query']): Promise<Collected<DatabaseState>> =>
  readState(readingOf(database, query));

async function readState(reading: Reading): Promise<Collected<DatabaseState>> {
  const gaps: Gap[] = [];
  const readTable = async <T>(name: string, read: () => Promise<T>): Promise<T | null> => {
    const missing = tableGap(await reading.table(name), name, reading.database);
    if (!missing) return read();
    gaps.push(missing);
    return null;
  };
  const server = await readServer(reading);
  const migrations = await readTable('migration_model', async () => readMigrations(reading));
  const changeLogs = await readTable(changeLogTable, async () => readChangeLogs(reading, gaps));
  const locks = await readTable('databasechangeloglock', async () => readLocks(reading));
  const migrating = await readMigrating(reading);
  const { name: database, schema } = reading.database;
  return { value: { server, database, schema, migrations, changeLogs, locks, migrating }, gaps };
}

async function readServer(reading: Reading): Promise<DatabaseState['server']> {
  const before = Date.now();
  const [row] = await reading.query(
    `SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS in_recovery, clock_timestamp() AS now,
            has_function_privilege('pg_control_system()', 'EXECUTE') AS may_identify`,
  );
  const middle = (before + Date.now()) / 2;
  const now = row?.now instanceof Date ? row.now : new Date(Number.NaN);
  const [identity] = row?.may_identify === true ? await reading.query('SELECT system_identifier::text AS id FROM pg_control_system()') : [];
  return {
    version: String(row?.version),
    systemIdentifier: typeof identity?.id === 'string' ? identity.id : null,
    inRecovery: row?.in_recovery === true,
    now: now.toISOString(),
    clockAheadBy: Math.round(now.getTime() - middle),
  };
}

async function readMigrations(reading: Reading): Promise<NonNullable<DatabaseState['migrations']>> {
  // Keycloak takes the newest by update_time (MigrationModelEntity, `getLatest`); the rest only makes our order stable.
  const rows = await reading.query(
    `SELECT version, update_time::float8 AS seconds FROM ${reading.quoted('migration_model')} ORDER BY update_time DESC, version DESC, id`,
  );
  return rows.map((row) => ({ version: String(row.version), updatedAt: new Date(Number(row.seconds) * 1000).toISOString() }));
}

async function readChangeLogs(reading: Reading, gaps: Gap[]): Promise<ChangeLog[] | null> {
  const custom = await reading.query(
    String.raw`SELECT table_name AS name FROM (SELECT c.relname AS table_name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname LIKE 'databasechangelog\_%') AS tables ORDER BY 1`,
    [reading.database.schema],
  );
  const logs: ChangeLog[] = [];
  for (const name of [changeLogTable, ...custom.map((row) => String(row.name))]) {
    const missing = tableGap(await reading.table(name), name, reading.database);
    const log = missing ?? (await readChangeLog(reading, name));
    if ('reason' in log) gaps.push(log);
    else logs.push(log);
  }
  return gaps.some((item) => item.subject.includes(changeLogTable)) ? null : logs;
}

async function readChangeLog(reading: Reading, table: string): Promise<ChangeLog | Gap> {
  const rows = await reading.query(
    `SELECT id, author, filename, md5sum, exectype FROM ${reading.quoted(table)} ORDER BY orderexecuted, dateexecuted, id, author, filename LIMIT ${MOST_CHANGE_SETS + 1}`,
  );
  if (rows.length > MOST_CHANGE_SETS)
    return gap(codes.QUERY_FAILED, {
      subject: `table/${reading.database.schema}.${table}`,
      reason: `${table} has more than ${MOST_CHANGE_SETS} rows.`,
    });
  const changeSets = rows.map((row) => ({
    id: String(row.id),
    author: String(row.author),
    filename: String(row.filename),
    md5sum: typeof row.md5sum === 'string' ? row.md5sum : null,
    exectype: String(row.exectype),
  }));
  return { table, count: changeSets.length, hash: changeLogHash(changeSets), changeSets };
}

/** SHA-256 over (id, author, filename, md5sum) of each change set, in the given order. */
export const changeLogHash = (changeSets: readonly ChangeSet[]): string =>
  contentHash(canonicalJson(changeSets.map(({ id, author, filename, md5sum }) => [id, author, filename, md5sum])));

async function readLocks(reading: Reading): Promise<NonNullable<DatabaseState['locks']>> {
  const rows = await reading.query(
    `SELECT id, locked, lockgranted::text AS granted, lockedby FROM ${reading.quoted('databasechangeloglock')} ORDER BY id`,
  );
  return rows.map((row) => ({
    id: Number(row.id),
    locked: row.locked === true,
    grantedAt: typeof row.granted === 'string' ? row.granted : null,
    by: typeof row.lockedby === 'string' ? row.lockedby : null,
  }));
}

/** Keycloak locks by `SELECT … FOR UPDATE`, which shows as a RowShareLock on the table; a mere reader does not take one. */
async function readMigrating(reading: Reading): Promise<number> {
  const [row] = await reading.query(
    `SELECT count(DISTINCT l.pid)::int AS holders FROM pg_locks l
       JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND n.nspname = $1 AND c.relname = 'databasechangeloglock' AND l.mode = 'RowShareLock' AND l.granted`,
    [reading.database.schema],
  );
  return Number(row?.holders ?? 0);
}
