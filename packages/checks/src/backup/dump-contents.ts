import { SqlScanner } from './sql-scanner.ts';

/** What one schema of a dump holds: never a row itself, but for Keycloak's versions and what failed of its change sets. */
export interface SchemaContents {
  /** Rows by table. A table whose data the dump leaves out is not among them. */
  readonly rows: Readonly<Record<string, number>>;
  /** Tables that the dump makes. */
  readonly made: readonly string[];
  /** The newest version in migration_model, as Keycloak orders it; null where there is none. */
  readonly keycloakVersion: string | null;
  /** Rows of databasechangeloglock that are marked as locked. */
  readonly locks: number;
  /** Change sets of Keycloak's and custom providers' that are marked as failed, by id. */
  readonly failed: readonly string[];
}

/** What a dump holds, counted while it streams by. */
export interface DumpContents {
  /** The dump's last line was there, outside every table and statement: it was written to its end. */
  readonly complete: boolean;
  readonly schemas: Readonly<Record<string, SchemaContents>>;
  /** Constraints that are added to tables: keys, foreign keys, checks. */
  readonly constraints: number;
  /** Data stands in INSERT statements, which are not counted. */
  readonly inserts: boolean;
  /** All databases of a cluster, as pg_dumpall writes them. */
  readonly cluster: boolean;
  /** A table whose data has no end, so that what follows was taken for rows of it. */
  readonly endless: string | null;
  /** Commands to psql itself, by name, that pg_dump does not write into a plain dump of one database. */
  readonly commands: readonly string[];
}

const copyBegins = /^COPY (?:("(?:[^"]|"")+"|[^".\s]+)\.)?("(?:[^"]|"")+"|[^".\s]+) (?:\((.*)\))? FROM stdin;$/;
const tableBegins = /^CREATE (?:UNLOGGED )?TABLE (?:("(?:[^"]|"")+"|[^".\s(]+)\.)?("(?:[^"]|"")+"|[^".\s(]+) \(/;
const trailer = '-- PostgreSQL database dump complete';
const title = '-- PostgreSQL database dump';
const clusterTitle = '-- PostgreSQL database cluster dump';
/** Tables of which rows are looked at, and bytes of a row of theirs: more is not kept. */
const looked = /^(?:migration_model|databasechangelog\w*)$/;
const LONGEST_ROW = 10_000;
/** Tables that are counted, and other things that are listed: a hostile dump must not fill the memory. */
const MOST_TABLES = 20_000;
const MOST_LISTED = 20;

/**
 * A reducer over the SQL of a dump, chunk by chunk, in constant memory: rows of COPY are counted and dropped. `end` tells
 * what came by.
 */
export function dumpContentsReducer(): { add(chunk: Buffer): void; end(): DumpContents } {
  const scanner = new SqlScanner();
  const schemas = new Map<string, Schema>();
  const commands = new Set<string>();
  let copy: Copy | undefined;
  let lastMade: { readonly schema: Schema; readonly table: string } | undefined;
  let restricted: string | undefined;
  let [hasTrailer, cluster, inserts] = [false, false, false];
  let [constraints, tables] = [0, 0];
  let endless: string | null = null;

  const schemaOf = (name: string): Schema => {
    const found = schemas.get(name) ?? new Schema();
    if (schemas.size < MOST_TABLES) schemas.set(name, found);
    return found;
  };

  const takeCommand = (command: string): void => {
    const [name = '', key = ''] = command.split(/\s+/);
    // pg_dump itself locks psql against every other command, and unlocks it with the same key at the end.
    if (name === 'restrict' && /^\w+$/.test(key) && restricted === undefined) restricted = key;
    else if (name === 'unrestrict' && key === restricted) restricted = undefined;
    else if (commands.size < MOST_LISTED) commands.add(/^[a-z_+]+/i.exec(name)?.[0] ?? name.slice(0, 1));
  };

  const takeLine = (text: string, begins: boolean): void => {
    if (!begins) {
      if (/^\s+ADD CONSTRAINT /.test(text)) constraints += 1;
      if (text.startsWith('PARTITION BY ')) lastMade?.schema.isPartitioned(lastMade.table);
      return;
    }
    if (text.startsWith('--')) {
      // Where one dump stands behind another, the last one counts.
      if (text === trailer || text === title) hasTrailer = text === trailer;
      if (text === clusterTitle) cluster = true;
      return;
    }
    if (!/^(?:\s*$|\\)/.test(text)) hasTrailer = false;
    if (text.startsWith('INSERT INTO ')) inserts = true;
    const made = tableBegins.exec(text);
    if (made && (tables += 1) < MOST_TABLES) {
      lastMade = { schema: schemaOf(unquoted(made[1] ?? '')), table: unquoted(made[2] ?? '') };
      lastMade.schema.made.add(lastMade.table);
    }
    const begun = copyBegins.exec(text);
    if (begun && (tables += 1) < MOST_TABLES) {
      const name = unquoted(begun[2] ?? '');
      copy = new Copy(looked.test(name), (begun[3] ?? '').split(', ').map(unquoted), schemaOf(unquoted(begun[1] ?? '')), name);
    }
  };

  return {
    add: (chunk) => {
      for (let at = 0; at < chunk.length;) {
        if (copy) {
          at = copy.take(chunk, at);
          if (copy.hasComment) endless ??= copy.table;
          if (copy.ended) copy = undefined;
        } else {
          const { next, line } = scanner.scan(chunk, at);
          at = next;
          if (line?.command !== undefined) takeCommand(line.command);
          if (line) takeLine(line.text, line.begins);
        }
      }
    },
    end: () => ({
      complete: hasTrailer && copy === undefined && scanner.isBetween && restricted === undefined,
      schemas: Object.fromEntries([...schemas].map(([name, schema]) => [name, schema.contents()])),
      constraints,
      inserts,
      cluster,
      endless,
      commands: [...commands].toSorted(),
    }),
  };
}

const unquoted = (name: string): string => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);

/** What is counted of one schema. */
class Schema {
  readonly rows = new Map<string, number>();
  readonly made = new Set<string>();
  #newest: { readonly version: string; readonly time: number } | undefined;
  #locks = 0;
  readonly #failed: string[] = [];

  /** A partitioned table holds no data of its own: its partitions do. */
  isPartitioned(table: string): void {
    this.made.delete(table);
  }

  /** Takes a row of a table that is looked at. */
  look(table: string, value: (column: string) => string | undefined): void {
    if (table === 'migration_model') {
      const [version, time] = [value('version'), Number(value('update_time'))];
      if (version !== undefined && !Number.isNaN(time) && (!this.#newest || time > this.#newest.time)) this.#newest = { version, time };
    } else if (table === 'databasechangeloglock') {
      if (value('locked') === 't') this.#locks += 1;
    } else if (value('exectype') === 'FAILED' && this.#failed.length < MOST_LISTED) {
      this.#failed.push((value('id') ?? '').slice(0, 100));
    }
  }

  contents(): SchemaContents {
    return {
      rows: Object.fromEntries(this.rows),
      made: [...this.made],
      keycloakVersion: this.#newest?.version ?? null,
      locks: this.#locks,
      failed: this.#failed,
    };
  }
}

const [newline, backslash, dot, minus, carriageReturn] = [0x0a, 0x5c, 0x2e, 0x2d, 0x0d];

/** The rows of one table, from behind COPY to `\.`. */
class Copy {
  ended = false;
  /** A line of `--`, as stands between the parts of a dump, came as a row: of a table with several columns it cannot be one. */
  hasComment = false;
  readonly table: string;
  readonly #isLooked: boolean;
  readonly #columns: readonly string[];
  readonly #schema: Schema;
  /** What has come of the row that is cut by the end of a chunk: its length, and its first bytes (all, where rows are looked at). */
  #length = 0;
  #begin: Buffer = Buffer.alloc(0);
  #rows = 0;

  constructor(isLooked: boolean, columns: readonly string[], schema: Schema, table: string) {
    this.#isLooked = isLooked;
    this.#columns = columns;
    this.#schema = schema;
    this.table = table;
    schema.rows.set(table, schema.rows.get(table) ?? 0);
  }

  /** Takes rows of a chunk from `at` on, and returns the place behind what it took. */
  take(chunk: Buffer, at: number): number {
    let from = at;
    for (;;) {
      const end = chunk.indexOf(newline, from);
      if (end === -1) {
        this.#carry(chunk, from, chunk.length);
        this.#count();
        return chunk.length;
      }
      if (this.#takeRow(chunk, from, end)) {
        this.ended = true;
        this.#count();
        return end + 1;
      }
      from = end + 1;
    }
  }

  /** True where it is the line that ends the table. */
  #takeRow(chunk: Buffer, from: number, end: number): boolean {
    if (this.#length === 0 && !this.#isLooked) {
      if (end - from <= 3) {
        const short = chunk.subarray(from, end);
        if (isEnd(short)) return true;
        this.#lookShort(short);
      }
      this.#rows += 1;
      return false;
    }
    this.#carry(chunk, from, end);
    const [row, length] = [this.#begin, this.#length];
    this.#begin = Buffer.alloc(0);
    this.#length = 0;
    if (length <= 3) {
      if (isEnd(row)) return true;
      this.#lookShort(row);
    }
    this.#rows += 1;
    if (this.#isLooked) {
      const values = row.toString('utf8').split('\t');
      this.#schema.look(this.table, (column) => {
        const value = values[this.#columns.indexOf(column)];
        return value === String.raw`\N` ? undefined : value;
      });
    }
    return false;
  }

  #lookShort(row: Buffer): void {
    this.hasComment ||= this.#columns.length > 1 && row[0] === minus && row[1] === minus && (row.length === 2 || row[2] === carriageReturn);
  }

  #carry(chunk: Buffer, from: number, end: number): void {
    const room = (this.#isLooked ? LONGEST_ROW : 3) - this.#begin.length;
    if (room > 0) this.#begin = Buffer.concat([this.#begin, chunk.subarray(from, Math.min(end, from + room))]);
    this.#length += end - from;
  }

  #count(): void {
    this.#schema.rows.set(this.table, (this.#schema.rows.get(this.table) ?? 0) + this.#rows);
    this.#rows = 0;
  }
}

/** `\.`, as one on Windows writes it, too. */
const isEnd = (line: Buffer): boolean =>
  line[0] === backslash && line[1] === dot && (line.length === 2 || (line.length === 3 && line[2] === carriageReturn));
