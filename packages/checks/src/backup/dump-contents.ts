/** What a dump holds, counted while it streams by; never a row itself, but for Keycloak's versions. */
export interface DumpContents {
  /** The dump's last line was there: it was written to its end. */
  readonly complete: boolean;
  /** Rows by table, without the schema. */
  readonly rows: Readonly<Record<string, number>>;
  /** The newest version in migration_model, as Keycloak orders it; null where there is none. */
  readonly keycloakVersion: string | null;
}

const newline = 10;
const copyBegins = /^COPY (?:"?[^".]+"?\.)?"?([^".\s]+)"? \((.*)\) FROM stdin;$/;
const trailer = '-- PostgreSQL database dump complete';
/** A statement that is longer than this is no line that matters here. */
const LONGEST_LINE = 10_000;

/**
 * A reducer over the SQL of a dump, chunk by chunk, in constant memory: rows of COPY are counted and dropped. `end` tells
 * what came by.
 */
export function dumpContentsReducer(): { add(chunk: Buffer): void; end(): DumpContents } {
  const rows: Record<string, number> = {};
  let rest = Buffer.alloc(0);
  let table: { readonly name: string; readonly columns: readonly string[] } | undefined;
  let complete = false;
  let newest: { readonly version: string; readonly time: number } | undefined;

  const take = (line: Buffer): void => {
    if (table) {
      if (line.length === 2 && line[0] === 0x5c && line[1] === 0x2e) table = undefined;
      else {
        rows[table.name] = (rows[table.name] ?? 0) + 1;
        if (table.name === 'migration_model') newest = newer(newest, table.columns, line.toString('utf8'));
      }
      return;
    }
    if (line.length > LONGEST_LINE) return;
    const text = line.toString('utf8');
    complete ||= text === trailer;
    const [, name, columns] = copyBegins.exec(text) ?? [];
    if (name === undefined) return;
    table = { name, columns: (columns ?? '').split(', ').map((column) => column.replaceAll('"', '')) };
    rows[name] ??= 0;
  };

  return {
    add: (chunk) => {
      const data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      let from = 0;
      for (let end = data.indexOf(newline); end !== -1; end = data.indexOf(newline, from)) {
        take(data.subarray(from, end));
        from = end + 1;
      }
      rest = Buffer.from(data.subarray(from));
    },
    end: () => ({ complete: complete && table === undefined, rows, keycloakVersion: newest?.version ?? null }),
  };
}

type Newest = { readonly version: string; readonly time: number } | undefined;

function newer(sofar: Newest, columns: readonly string[], line: string): Newest {
  const values = line.split('\t');
  const version = values[columns.indexOf('version')];
  const time = Number(values[columns.indexOf('update_time')]);
  if (version === undefined || version === String.raw`\N` || Number.isNaN(time)) return sofar;
  return sofar && sofar.time >= time ? sofar : { version, time };
}
