import { contentHash } from '@keycloak-release-gate/core';
import type { Connection } from '../connection.ts';
import type { ScratchServer } from '../server.ts';

/** A table as it is at one moment: equal for equal content and definition. Nothing of its content can be read from it. */
export interface TableDigest {
  readonly table: string;
  readonly rows: number;
  /** Over all rows, whatever their order. */
  readonly content: string;
  /** Over its columns, constraints and indexes. */
  readonly definition: string;
}

/** What became of one table between two moments. */
export interface TableChange {
  readonly table: string;
  readonly kind: 'added' | 'removed' | 'altered';
  /** Null where the table was not there. */
  readonly rowsBefore: number | null;
  readonly rowsAfter: number | null;
  readonly sameContent: boolean;
  readonly sameDefinition: boolean;
  /** SHA-256 in hexadecimal over the digest at each moment; null where the table was not there. */
  readonly hashBefore: string | null;
  readonly hashAfter: string | null;
}

/** What Keycloak writes at any start, and the mark of its version: tables whose change alone says nothing of the data. */
export const bookkeepingTables: ReadonlySet<string> = new Set([
  'migration_model',
  'jgroups_ping',
  'server_config',
  'databasechangeloglock',
]);

/**
 * The digests of all tables of a schema, within the server: no row leaves it. One pass over each table; hashes of 64 bits are
 * summed up, so that neither order nor a row that is there twice is lost.
 */
export async function digestTables(copy: Pick<ScratchServer, 'session'>, schema: string): Promise<readonly TableDigest[]> {
  return copy.session(async ({ query }) => {
    const definitions = await definitionsOf(query, schema);
    const digests: TableDigest[] = [];
    for (const [table, definition] of definitions) {
      const [row] = await query(
        `SELECT count(*)::text AS rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text AS content FROM ${quoted(schema)}.${quoted(table)} AS t`,
      );
      digests.push({ table, rows: Number(row?.['rows']), content: String(row?.['content']), definition });
    }
    return digests;
  });
}

async function definitionsOf(query: Connection['query'], schema: string): Promise<readonly (readonly [string, string])[]> {
  const rows = await query(
    `SELECT c.relname AS table,
            md5(concat_ws(E'\\n',
              (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)), ',' ORDER BY a.attname)
                 FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
              (SELECT string_agg(concat_ws(' ', o.conname, pg_get_constraintdef(o.oid), o.convalidated), ',' ORDER BY o.conname) FROM pg_constraint o WHERE o.conrelid = c.oid),
              (SELECT string_agg(concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisvalid), ',' ORDER BY i.indexrelid::regclass::text) FROM pg_index i WHERE i.indrelid = c.oid))) AS definition
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname`,
    [schema],
  );
  return rows.map((row) => [String(row['table']), String(row['definition'])] as const);
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What differs between two moments, by table. */
export function tableChanges(before: readonly TableDigest[], after: readonly TableDigest[]): readonly TableChange[] {
  const names = [...new Set([...before, ...after].map(({ table }) => table))].toSorted();
  return names.flatMap((table): TableChange[] => {
    const old = before.find((each) => each.table === table);
    const now = after.find((each) => each.table === table);
    const change = {
      table,
      rowsBefore: old?.rows ?? null,
      rowsAfter: now?.rows ?? null,
      sameContent: old !== undefined && old.rows === now?.rows && old.content === now.content,
      sameDefinition: old !== undefined && old.definition === now?.definition,
      hashBefore: old ? hashOf(old) : null,
      hashAfter: now ? hashOf(now) : null,
    };
    if (change.sameContent && change.sameDefinition) return [];
    return [{ ...change, kind: old === undefined ? 'added' : now === undefined ? 'removed' : 'altered' }];
  });
}

const hashOf = ({ rows, content, definition }: TableDigest): string => contentHash(`${rows} ${content} ${definition}`);

/** The changes that are more than bookkeeping: none where the migration left the data and the tables as they were. */
export const changesOfData = (changes: readonly TableChange[]): readonly TableChange[] =>
  changes.filter(({ table, sameDefinition }) => !sameDefinition || !bookkeepingTables.has(table));
