import type { Connection } from './connection.ts';

/** Something that somebody has made in a database, as `DROP` takes it. */
export interface DatabaseObject {
  /** `table`, `schema`, `function`: PostgreSQL's word for it. */
  readonly type: string;
  /** Quoted, with its schema and, of a function, its arguments. */
  readonly identity: string;
}

/** PostgreSQL's FirstNormalObjectId: what initdb makes has a smaller number. */
const FIRST_MADE = 16_384;

/** The catalogues of what belongs to one database, with what of each is an object of its own: not a row type, not an index, not an array. */
const catalogues: readonly (readonly [catalogue: string, which: string])[] = [
  ['pg_extension', 'true'],
  ['pg_namespace', "o.nspname !~ '^pg_(temp|toast)' AND o.nspname <> 'public'"],
  ['pg_class', `o.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND ${inSchemas('o.relnamespace')}`],
  ['pg_proc', 'true'],
  [
    'pg_type',
    `(o.typtype IN ('d', 'e', 'r') OR o.typtype = 'b' AND o.typcategory <> 'A'
      OR o.typtype = 'c' AND EXISTS (SELECT FROM pg_class r WHERE r.oid = o.typrelid AND r.relkind = 'c')) AND ${inSchemas('o.typnamespace')}`,
  ],
  ...['pg_operator', 'pg_opclass', 'pg_opfamily', 'pg_collation', 'pg_conversion', 'pg_statistic_ext'].map(
    (name) => [name, 'true'] as const,
  ),
  ...['pg_ts_config', 'pg_ts_dict', 'pg_ts_parser', 'pg_ts_template', 'pg_cast', 'pg_language'].map((name) => [name, 'true'] as const),
  ...['pg_foreign_server', 'pg_foreign_data_wrapper', 'pg_event_trigger', 'pg_publication'].map((name) => [name, 'true'] as const),
  ['pg_default_acl', 'true'],
];

function inSchemas(column: string): string {
  return `${column} NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_(temp|toast)')`;
}

// What belongs to an extension comes and goes with it.
const listed = [
  ...catalogues.map(
    ([catalogue, which]) => `SELECT '${catalogue}'::regclass::oid AS class, o.oid AS object FROM ${catalogue} o
      WHERE o.oid >= ${FIRST_MADE} AND ${which} AND NOT EXISTS (SELECT FROM pg_depend d
        WHERE d.classid = '${catalogue}'::regclass AND d.objid = o.oid AND d.deptype IN ('e', 'i'))`,
  ),
  "SELECT 'pg_largeobject'::regclass::oid, oid FROM pg_largeobject_metadata",
].join('\nUNION ALL\n');

/** All that somebody has made in the database that one is connected to; of an empty one, nothing. */
export async function databaseObjects({ query }: Connection): Promise<readonly DatabaseObject[]> {
  const rows = await query(
    `SELECT i.type, i.identity FROM (${listed}) AS o, pg_identify_object(o.class, o.object, 0) AS i WHERE i.type IS NOT NULL`,
  );
  return rows.map(({ type, identity }) => ({ type: String(type), identity: String(identity) }));
}

/** PostgreSQL names some things otherwise than it drops them. */
const dropped: Readonly<Record<string, string>> = { 'statistics object': 'STATISTICS' };

const statementOf = ({ type, identity }: DatabaseObject): string =>
  type === 'large object' ? `SELECT lo_unlink(${Number(identity)})` : `DROP ${dropped[type] ?? type} IF EXISTS ${identity} CASCADE`;

/** Drops all that is in the database that one is connected to, and returns what would not go. */
export async function emptyDatabase(connection: Connection): Promise<readonly DatabaseObject[]> {
  let before = Infinity;
  for (;;) {
    const objects = await databaseObjects(connection);
    // What depended on another thing has gone with it, or goes the next time.
    if (objects.length === 0 || objects.length >= before) return objects;
    before = objects.length;
    for (const object of objects) await connection.query(statementOf(object)).catch(() => undefined);
  }
}
