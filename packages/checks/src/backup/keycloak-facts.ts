import { changeLogHash } from '../database/state.ts';
import type { BackupManifest } from './manifest.ts';

type Row = Readonly<Record<string, unknown>>;

/** Runs one statement in the transaction that the facts are read in; values come as JSON would hold them, big numbers as text or number. */
export type Query = (sql: string) => Promise<readonly Row[]>;

/** What a database holds, by exact counts: of the one that was dumped, and of the one that it was restored into. */
export interface KeycloakFacts extends Pick<BackupManifest, 'migrationVersion' | 'changeSets' | 'counts'> {
  readonly changeLogs: NonNullable<BackupManifest['changeLogs']>;
  readonly locksHeld: number;
  readonly realms: string[];
  readonly constraints: NonNullable<BackupManifest['constraints']>;
  readonly indexes: NonNullable<BackupManifest['indexes']>;
}

/** The schemas in which a Keycloak has put its tables, by name. */
export const keycloakSchemas = async (query: Query): Promise<readonly string[]> =>
  (
    await query(
      "SELECT n.nspname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 'migration_model' AND c.relkind = 'r' ORDER BY 1",
    )
  ).map(({ name }) => String(name));

/** Tables that pg_dump writes the rows of: not those of extensions, of other sessions, and of PostgreSQL itself. */
const dumpedTables = `SELECT c.oid, n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;

/** Tables that a dump needs and this account may not read, as `schema.name`. */
export const unreadableTables = async (query: Query): Promise<readonly string[]> =>
  (
    await query(
      `SELECT schema || '.' || name AS name FROM (${dumpedTables}) AS tables
        WHERE NOT (has_schema_privilege(schema, 'USAGE') AND has_table_privilege(oid, 'SELECT')) ORDER BY 1`,
    )
  ).map(({ name }) => String(name));

/** Counts everything in Keycloak's schema. Throws what the query throws. */
export async function readKeycloakFacts(query: Query, schema: string): Promise<KeycloakFacts> {
  const [newest] = await query(
    `SELECT version FROM ${table(schema, 'migration_model')} ORDER BY update_time DESC, version DESC, id LIMIT 1`,
  );
  const changeLogs = await readChangeLogs(query, schema);
  const [locks] = await query(`SELECT count(*)::int AS held FROM ${table(schema, 'databasechangeloglock')} WHERE locked`);
  const realms = await query(`SELECT name FROM ${table(schema, 'realm')} ORDER BY name COLLATE "C"`);
  const constraints = await countOf(query, constraintsOf(schema));
  const indexes = await countOf(query, indexesOf(schema));
  return {
    migrationVersion: typeof newest?.version === 'string' ? newest.version : null,
    changeSets: changeLogs.find(({ table: name }) => name === 'databasechangelog')?.changeSets ?? 0,
    changeLogs,
    locksHeld: Number(locks?.held ?? 0),
    realms: realms.map(({ name }) => String(name)),
    counts: await countRows(query, schema),
    constraints: { total: constraints.total, notValidated: constraints.bad },
    indexes: { total: indexes.total, invalid: indexes.bad },
  };
}

async function readChangeLogs(query: Query, schema: string): Promise<KeycloakFacts['changeLogs']> {
  const tables = await query(
    String.raw`SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ${literal(schema)} AND c.relkind = 'r'
        AND (c.relname = 'databasechangelog' OR c.relname LIKE 'databasechangelog\_%') ORDER BY c.relname COLLATE "C"`,
  );
  const logs: KeycloakFacts['changeLogs'] = [];
  for (const { name } of tables) {
    const rows = await query(
      `SELECT id, author, filename, md5sum, exectype FROM ${table(schema, String(name))} ORDER BY orderexecuted, dateexecuted, id, author, filename`,
    );
    const changeSets = rows.map((row) => ({
      id: String(row.id),
      author: String(row.author),
      filename: String(row.filename),
      md5sum: typeof row.md5sum === 'string' ? row.md5sum : null,
      exectype: String(row.exectype),
    }));
    const failed = changeSets.filter(({ exectype }) => exectype === 'FAILED').length;
    logs.push({ table: String(name), changeSets: changeSets.length, failed, hash: changeLogHash(changeSets) });
  }
  return logs;
}

async function countRows(query: Query, schema: string): Promise<Record<string, number>> {
  const tables = await query(`SELECT name FROM (${dumpedTables}) AS tables WHERE schema = ${literal(schema)} ORDER BY name COLLATE "C"`);
  const counts: Record<string, number> = {};
  // One by one, for each of them may take as long as a statement is given.
  for (const { name } of tables) {
    const [row] = await query(`SELECT count(*) AS rows FROM ${table(schema, String(name))}`);
    counts[String(name)] = Number(row?.rows);
  }
  return counts;
}

/** NOT NULL has been a constraint of its own since PostgreSQL 18: without it, the number is the same in all versions. */
const constraintsOf = (schema: string): string =>
  `SELECT count(*)::int AS total, count(*) FILTER (WHERE NOT k.convalidated)::int AS bad FROM pg_constraint k
     JOIN pg_namespace n ON n.oid = k.connamespace WHERE n.nspname = ${literal(schema)} AND k.contype IN ('p', 'u', 'f', 'c', 'x')`;

const indexesOf = (schema: string): string =>
  `SELECT count(*)::int AS total, count(*) FILTER (WHERE NOT i.indisvalid)::int AS bad FROM pg_index i
     JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ${literal(schema)}`;

async function countOf(query: Query, sql: string): Promise<{ readonly total: number; readonly bad: number }> {
  const [row] = await query(sql);
  return { total: Number(row?.total), bad: Number(row?.bad) };
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const table = (schema: string, name: string): string => `${identifier(schema)}.${identifier(name)}`;
