import { SqlScanner } from '@keycloak-release-gate/checks/backup';

/** Bytes of one line outside the rows of a table: psql itself holds it in memory. */
const LONGEST_LINE = 64 * 1024 * 1024;

const trailer = '-- PostgreSQL database dump complete';
const endOfRows = Buffer.from('\n\\.\n');

/** How statements begin that an owner who is no superuser cannot run, or that no empty database needs: pg_restore is told to leave them out. */
const unneeded =
  /^(?:ALTER .* OWNER TO |ALTER DEFAULT PRIVILEGES |ALTER DATABASE |GRANT |REVOKE |COMMENT ON |SECURITY LABEL |SET default_tablespace = |CREATE SCHEMA (?:IF NOT EXISTS )?public;|CREATE DATABASE |DROP |ALTER TABLE .* DROP CONSTRAINT |SET SESSION AUTHORIZATION )/;

/** Likewise, but a person should know. */
const superusers =
  /^(CREATE|ALTER) ((?:PUBLICATION|SUBSCRIPTION|EVENT TRIGGER|SERVER|FOREIGN DATA WRAPPER|FOREIGN TABLE|USER MAPPING) \S+)/;

/**
 * Takes a plain dump chunk by chunk and gives what psql may see of it: no command to psql itself, of which pg_dump writes only two (its own
 * lock, and the way to the database), and nothing that takes a superuser. Rows go by unread.
 */
export class PlainFilter {
  readonly #scanner = new SqlScanner();
  readonly #makeable: ReadonlySet<string>;
  readonly #leftOut: string[] = [];
  #line: Buffer[] = [];
  /** The statement that goes by is left out, to its end. */
  #leaving = false;
  #lineBytes = 0;
  /** Of the rows of a table: the bytes at the end that may begin the line that ends them. Undefined outside. */
  #held: Buffer | undefined;
  /** Bytes of `#held` that are not in the dump. */
  #added = 0;
  #tables = 0;
  #complete = false;
  #refused: string | undefined;
  #major: number | undefined;

  /** `makeable`: the extensions that an owner who is no superuser may make. */
  constructor(makeable: ReadonlySet<string>) {
    this.#makeable = makeable;
  }

  /** What a person should know was left out. */
  get leftOut(): readonly string[] {
    return this.#leftOut;
  }
  /** Tables whose rows have gone by. */
  get tables(): number {
    return this.#tables;
  }
  /** The dump's last line has gone by, and no statement behind it. */
  get complete(): boolean {
    return this.#complete && this.#held === undefined && this.#scanner.isBetween;
  }
  /** Why no more of it may be given to psql. */
  get refused(): string | undefined {
    return this.#refused;
  }
  /** The major version of the server that was dumped. */
  get major(): number | undefined {
    return this.#major;
  }

  /** What psql is given of the next chunk. Once it is refused, nothing. */
  take(chunk: Buffer): Buffer {
    const out: Buffer[] = [];
    for (let at = 0; at < chunk.length && this.#refused === undefined;) {
      at = this.#held ? this.#takeRows(chunk, at, this.#held, out) : this.#takeCode(chunk, at, out);
    }
    return Buffer.concat(this.#refused === undefined ? out : []);
  }

  /** What is left at the end: a line that has no end. */
  end(): Buffer {
    const rest = Buffer.concat([...(this.#held ? [this.#held.subarray(this.#added)] : []), ...this.#line]);
    return this.#refused === undefined && !rest.includes(0x5c) ? rest : Buffer.alloc(0);
  }

  #takeCode(chunk: Buffer, at: number, out: Buffer[]): number {
    const { next, line } = this.#scanner.scan(chunk, at);
    this.#line.push(chunk.subarray(at, next));
    this.#lineBytes += next - at;
    if (this.#lineBytes > LONGEST_LINE) this.#refused = `a line of it is longer than ${LONGEST_LINE} bytes`;
    if (!line) return next;
    if (line.command !== undefined) this.#command(line.text, line.command);
    else if (line.begins) this.#leaving = !this.#passes(line.text);
    if (line.command === undefined && !this.#leaving) out.push(...this.#line);
    this.#line = [];
    this.#lineBytes = 0;
    return next;
  }

  /** Whether a line goes to psql that begins a statement, or is a comment. */
  #passes(text: string): boolean {
    if (text.startsWith('--')) this.#comment(text);
    else if (text.trim() !== '') this.#complete = false;
    if (/^COPY .* FROM stdin;$/.test(text)) {
      this.#held = Buffer.from('\n');
      this.#added = 1;
      return true;
    }
    const extension = /^CREATE EXTENSION (?:IF NOT EXISTS )?"?([^"\s;]+)/.exec(text)?.[1];
    const [, verb, what] = superusers.exec(text) ?? [];
    if (extension !== undefined && !this.#makeable.has(extension)) this.#leftOut.push(`extension ${extension}`);
    else if (what === undefined) return !unneeded.test(text);
    else if (verb === 'CREATE') this.#leftOut.push(what.toLowerCase());
    return false;
  }

  #comment(text: string): void {
    if (text === trailer) this.#complete = true;
    if (text === '-- PostgreSQL database cluster dump') this.#refused = 'it holds all databases of a server, as pg_dumpall writes them';
    this.#major ??= Number(/^-- Dumped from database version (\d+)/.exec(text)?.[1]) || undefined;
  }

  /** No line with a command to psql goes on to it. */
  #command(text: string, command: string): void {
    const known = /^\\(?:restrict|unrestrict|connect) \S+$/.test(text);
    if (!known) this.#refused = `it holds the command \\${/^\w+|^./.exec(command)?.[0] ?? ''} to psql, which pg_dump does not write`;
  }

  #takeRows(chunk: Buffer, at: number, held: Buffer, out: Buffer[]): number {
    const rows = Buffer.concat([held, chunk.subarray(at)]);
    const end = rows.indexOf(endOfRows);
    if (end === -1) {
      const sent = Math.max(rows.length - endOfRows.length + 1, 0);
      if (sent > this.#added) out.push(rows.subarray(this.#added, sent));
      this.#added = Math.max(this.#added - sent, 0);
      this.#held = rows.subarray(sent);
      return chunk.length;
    }
    const behind = end + endOfRows.length;
    out.push(rows.subarray(this.#added, behind));
    this.#held = undefined;
    this.#added = 0;
    this.#tables += 1;
    return at + behind - held.length;
  }
}
