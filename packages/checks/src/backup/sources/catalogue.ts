import { defineCollector, gap, gapCodes } from '@keycloak-release-gate/core';
import type { Collected, Environment, Gap } from '@keycloak-release-gate/core';
import { codes as databaseCodes } from '../../database/codes.ts';
import { identifier, readServer } from '../../database/connection.ts';
import type { Reading } from '../../database/connection.ts';
import { codes } from '../codes.ts';
import { BackupList, newestBackups } from './backup.ts';
import { readCatalogueRows } from './catalogue-rows.ts';
import { sourceCodes } from './codes.ts';
import { knownByItsList } from './list-command.ts';

export type DeclaredCatalogue = NonNullable<NonNullable<Environment['backups']>['catalogue']>;

/** The backups that a table of PostgreSQL tells of. */
export const cataloguedBackups = defineCollector({
  id: 'backup/catalogue',
  version: 1,
  title: 'The catalogue of the backups',
  vantage: 'cluster',
  evidence: BackupList,
  timeout: 30_000,
  params: () => ({}),
  collect: async (_params, context): Promise<Collected<BackupList>> => {
    const { backups, database } = context.run.environment;
    const catalogue = backups?.catalogue;
    if (!catalogue)
      return { gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'backups', reason: 'The environment has no `backups.catalogue`.' })] };
    const { schema, name } = placeOf(catalogue);
    const server = catalogue.connection ?? database;
    if (!server)
      return {
        gaps: [
          gap(gapCodes.NOT_DECLARED, {
            subject: `catalogue/${catalogue.table}`,
            reason: 'The environment names no database that the catalogue is in: neither `backups.catalogue.connection` nor `database`.',
          }),
        ],
      };
    return readServer({ ...server, schema }, context, async (reading): Promise<Collected<BackupList>> => {
      const wrong = await columnProblem(reading, catalogue);
      if (wrong) return { gaps: [wrong] };
      const listed = await readCatalogueRows(reading, catalogue, { table: reading.quoted(name), database: database?.name });
      if (typeof listed === 'string')
        return {
          gaps: [
            gap(sourceCodes.LIST_UNREADABLE, {
              subject: `catalogue/${catalogue.table}`,
              reason: `The catalogue ${catalogue.table} is not right: ${listed}.`,
              remedy:
                'Check `backups.catalogue.columns` in the environment file, or name a view that says it as the gate reads it (docs/adopting.md).',
            }),
          ],
        };
      return { value: { source: `PostgreSQL, catalogue ${catalogue.table}`, ...newestBackups(listed.map(knownByItsList)) } };
    });
  },
});

const placeOf = ({ table }: DeclaredCatalogue): { readonly schema: string; readonly name: string } => {
  const dot = table.indexOf('.');
  return { schema: table.slice(0, dot), name: table.slice(dot + 1) };
};

/** The moment of a `timestamp` depends on who reads it, and a restore is judged by moments. */
const ZONED = 'timestamp with time zone';

/** Why the declared columns cannot be read, if so. */
async function columnProblem({ query, database }: Reading, catalogue: DeclaredCatalogue): Promise<Gap | undefined> {
  const { schema, name } = placeOf(catalogue);
  const subject = `catalogue/${catalogue.table}`;
  const found = await query(
    `SELECT a.attname AS name, pg_get_userbyid(c.relowner) AS owner,
            format_type(CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END, NULL) AS type,
            has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT') AS readable
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       JOIN pg_type t ON t.oid = a.atttypid
      WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')`,
    [schema, name],
  );
  const notThere = (reason: string): Gap =>
    gap(sourceCodes.SOURCE_UNREACHABLE, {
      subject,
      reason,
      remedy: 'Check `backups.catalogue` in the environment file: names stand there as they do in PostgreSQL, and capital letters count.',
    });
  if (found.length === 0) return notThere(`The database "${database.name}" has no table or view ${catalogue.table}.`);
  const declared = Object.entries(catalogue.columns).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const columns = declared.map(([what, column]) => ({ what, column, is: found.find((row) => row['name'] === column) }));
  const missing = columns.filter(({ is }) => is === undefined).map(({ column }) => `"${column}"`);
  if (missing.length > 0) return notThere(`${catalogue.table} has no column ${missing.join(', ')}.`);
  const closed = columns.filter(({ is }) => is?.['readable'] !== true).map(({ column }) => column);
  if (closed.length > 0)
    return gap(databaseCodes.NOT_ALLOWED, {
      subject,
      reason: `The database user "${database.user}" may not read ${closed.join(', ')} of ${catalogue.table}.`,
      remedy: `As its owner (${String(found[0]?.['owner'])}): ${grantFor(catalogue, database.user)}`,
    });
  const timeless = columns.find(({ what, is }) => (what === 'finishedAt' || what === 'startedAt') && is?.['type'] !== ZONED);
  if (!timeless) return undefined;
  return gap(codes.TIME_AMBIGUOUS, {
    subject,
    reason: `The column ${timeless.column} of ${catalogue.table} is of the type ${String(timeless.is?.['type'])}, which has no time zone: which moment it means, nobody knows.`,
    remedy: `Have it made \`timestamptz\`, or name a view that says the zone: \`SELECT …, ${identifier(timeless.column)} AT TIME ZONE 'Europe/Brussels' AS …\`.`,
  });
}

function grantFor(catalogue: DeclaredCatalogue, user: string): string {
  const { schema, name } = placeOf(catalogue);
  const columns = [...new Set(Object.values(catalogue.columns).flatMap((column) => column ?? []))].map(identifier).join(', ');
  const to = identifier(user);
  return `GRANT USAGE ON SCHEMA ${identifier(schema)} TO ${to}; GRANT SELECT (${columns}) ON ${identifier(schema)}.${identifier(name)} TO ${to};`;
}
