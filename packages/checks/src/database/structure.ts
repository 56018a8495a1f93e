import { defineCollector } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { readDatabase } from './connection.ts';

/** What the tables are made of, as PostgreSQL's catalogue has it: change logs only say what was to be. */
export const DatabaseStructure = z.object({
  database: z.string(),
  schema: z.string(),
  /** By name. A digest is the first 16 characters of a SHA-256; names of columns are in it, and not their order. */
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.object({ count: z.number().int(), digest: z.string() }),
      constraints: z.record(z.string(), z.string()),
      /** The valid ones: pg_dump leaves out an index that a broken-off build has left behind. */
      indexes: z.record(z.string(), z.string()),
    }),
  ),
});
export type DatabaseStructure = z.infer<typeof DatabaseStructure>;

const digest = (text: string): string => `left(encode(sha256(convert_to(${text}, 'UTF8')), 'hex'), 16)`;

/**
 * An expression without what PostgreSQL writes otherwise after a dump and a restore: casts, parentheses, spaces. `CHECK (x IN ('a'))` on a
 * varchar is `ANY ((ARRAY['a'::character varying])::text[])` when it was made, and each element has a cast of its own when it was restored.
 */
const plain = (expression: string): string =>
  String.raw`regexp_replace(${expression}, '::("[^"]+"|[a-z_][a-z0-9_. ]*)(\([0-9, ]+\))?( with(out)? time zone)?(\[\])*|[()[:space:]]', '', 'g')`;

const statement = `
  SELECT c.relname AS name,
         (SELECT count(*)::int FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
         (SELECT ${digest(`coalesce(string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, ${plain('pg_get_expr(d.adbin, d.adrelid)')}), E'\\n' ORDER BY a.attname), '')`)}
            FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns_digest,
         (SELECT coalesce(json_object_agg(o.conname, ${digest(`concat_ws(' ', ${plain('pg_get_constraintdef(o.oid)')}, o.convalidated)`)}), '{}') FROM pg_constraint o
           WHERE o.conrelid = c.oid AND o.contype IN ('p', 'u', 'f', 'c', 'x')) AS constraints,
         (SELECT coalesce(json_object_agg(i.relname, ${digest(plain('pg_get_indexdef(i.oid)'))}), '{}') FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
           WHERE x.indrelid = c.oid AND x.indisvalid) AS indexes
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')
   ORDER BY c.relname`;

/** What the tables, constraints and indexes of Keycloak's schema are made of. */
export const databaseStructure = defineCollector({
  id: 'database/structure',
  // 2: without casts, parentheses and invalid indexes.
  version: 2,
  title: 'What the tables of the database are made of',
  vantage: 'cluster',
  evidence: DatabaseStructure,
  timeout: 30_000,
  params: () => ({}),
  collect: async (_params, context) =>
    readDatabase(context, async ({ query, database: { name: database, schema } }) => {
      // Whatever the role's search path is, definitions then name every table with its schema.
      await query('SET LOCAL search_path = pg_catalog');
      const rows = await query(statement, [schema]);
      return {
        value: {
          database,
          schema,
          tables: rows.map((row) => ({
            name: String(row['name']),
            columns: { count: Number(row['columns']), digest: String(row['columns_digest']) },
            constraints: Digests.parse(row['constraints']),
            indexes: Digests.parse(row['indexes']),
          })),
        },
      };
    }),
});

const Digests = z.record(z.string(), z.string());
