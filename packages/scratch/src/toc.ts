/** What of an archive is restored, and what is not. */
export interface Selection {
  /** The list for `pg_restore --use-list`; undefined where all of it is restored. */
  readonly list: string | undefined;
  /** What a person should know was left out: `extension pg_stat_statements`. */
  readonly leftOut: readonly string[];
  /** How many tables have rows, and how many indexes, constraints and the like there are: how far a restore is is told by them. */
  readonly tables: number;
  readonly indexes: number;
}

interface Entry {
  readonly line: string;
  /** `TABLE DATA`, `EXTENSION`. */
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
}

/** Kinds of two words or more, the longest first: the list does not tell where the kind ends. */
const longKinds = [
  'MATERIALIZED VIEW DATA',
  'DATABASE PROPERTIES',
  'FOREIGN DATA WRAPPER',
  'MATERIALIZED VIEW',
  'SEQUENCE OWNED BY',
  'PUBLICATION TABLES IN SCHEMA',
  'PUBLICATION TABLE',
  'FOREIGN SERVER',
  'FOREIGN TABLE',
  'FK CONSTRAINT',
  'CHECK CONSTRAINT',
  'EVENT TRIGGER',
  'USER MAPPING',
  'SEQUENCE SET',
  'SECURITY LABEL',
  'ROW SECURITY',
  'DEFAULT ACL',
  'TABLE ATTACH',
  'INDEX ATTACH',
  'BLOB METADATA',
  'TABLE DATA',
  'ACL LANGUAGE',
] as const;

const afterRows = new Set(['INDEX', 'INDEX ATTACH', 'CONSTRAINT', 'FK CONSTRAINT', 'CHECK CONSTRAINT', 'TRIGGER', 'RULE']);

/** Only a superuser may make these, or they lead to other servers; none of them is Keycloak's. */
const superusers = new Set(['EVENT TRIGGER', 'FOREIGN DATA WRAPPER', 'SERVER', 'FOREIGN SERVER', 'USER MAPPING', 'FOREIGN TABLE']);

/**
 * Chooses from the list of an archive (`pg_restore --list`) what an owner who is no superuser can restore into an empty database. Of
 * extensions, those in `makeable`.
 */
export function selectEntries(list: string, makeable: ReadonlySet<string>): Selection {
  const entries = list.split('\n').flatMap((line) => entryOf(line) ?? []);
  const made = new Set(entries.filter(({ kind }) => kind === 'TABLE').map(({ schema, name }) => `${schema}.${name}`));
  const extensions = entries.filter(({ kind, name }) => kind === 'EXTENSION' && !makeable.has(name));
  const others = entries.filter(({ kind }) => superusers.has(kind));
  // The tables of an extension that is not there are not there either.
  const orphans =
    extensions.length === 0 ? [] : entries.filter(({ kind, schema, name }) => kind === 'TABLE DATA' && !made.has(`${schema}.${name}`));
  // An empty database has it; pg_dump --schema=public would make it anew.
  const publics = entries.filter(({ kind, name }) => kind === 'SCHEMA' && name === 'public');
  const out = new Set([...extensions, ...others, ...orphans, ...publics].map(({ line }) => line));
  return {
    list: out.size === 0 ? undefined : `${entries.flatMap(({ line }) => (out.has(line) ? [] : line)).join('\n')}\n`,
    leftOut: [
      ...extensions.map(({ name }) => `extension ${name}`),
      ...others.map(({ kind, name }) => `${kind.toLowerCase()} ${name}`),
      ...orphans.map(({ schema, name }) => `rows of ${schema}.${name}`),
    ],
    tables: entries.filter(({ kind }) => kind === 'TABLE DATA').length - orphans.length,
    indexes: entries.filter(({ kind }) => afterRows.has(kind)).length,
  };
}

function entryOf(line: string): Entry | undefined {
  const rest = /^\d+; \d+ \d+ (.+)$/.exec(line)?.[1];
  if (rest === undefined) return undefined;
  const kind = longKinds.find((each) => rest.startsWith(`${each} `)) ?? rest.split(' ', 1)[0] ?? '';
  const [schema = '', ...name] = rest.slice(kind.length + 1).split(' ');
  // What an extension or a schema is called is followed by its owner, whose name may be empty.
  return { line, kind, schema, name: (name.length > 1 ? name.slice(0, -1) : name).join(' ') };
}
