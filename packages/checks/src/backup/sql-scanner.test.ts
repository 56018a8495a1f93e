import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SqlScanner } from './sql-scanner.ts';
import type { SqlLine } from './sql-scanner.ts';

function scan(chunks: readonly Buffer[]): { readonly lines: readonly SqlLine[]; readonly isBetween: boolean } {
  const scanner = new SqlScanner();
  const lines: SqlLine[] = [];
  for (const chunk of chunks)
    for (let at = 0; at < chunk.length;) {
      const { next, line } = scanner.scan(chunk, at);
      if (line) lines.push(line);
      at = next;
    }
  return { lines, isBetween: scanner.isBetween };
}
const beginnings = (sql: string): readonly boolean[] => scan([Buffer.from(sql)]).lines.map(({ begins }) => begins);
const commands = (sql: string): readonly string[] => scan([Buffer.from(`${sql}\n`)]).lines.flatMap(({ command }) => command ?? []);

describe('where a statement begins', () => {
  test.each<[string, string, readonly boolean[]]>([
    ['each after the end of the last', 'SELECT 1;\nSELECT\n2;\nSELECT 3;\n', [true, true, false, true]],
    ['not within a string', "SELECT 'a;\nb';\nSELECT 3;\n", [true, false, true]],
    ['not behind a doubled quote', "SELECT 'a'';\nb';\nSELECT 3;\n", [true, false, true]],
    ['not behind an escaped quote', String.raw`SELECT E'a\';` + "\nb';\nSELECT 3;\n", [true, false, true]],
    ['not behind an escaped quote that follows a doubled one', String.raw`SELECT E'a''\';` + "\nb';\nSELECT 3;\n", [true, false, true]],
    ['behind an escaped backslash', String.raw`SELECT E'a\\';` + '\nSELECT 3;\n', [true, true]],
    ['a backslash escapes nothing in a plain string', String.raw`SELECT 'a\';` + '\nSELECT 3;\n', [true, true]],
    ['nor where the E belongs to a word', String.raw`SELECT date'a\';` + '\nSELECT 3;\n', [true, true]],
    ['not within a name', 'SELECT ";\n";\nSELECT 3;\n', [true, false, true]],
    ['not within a function', 'CREATE FUNCTION f() AS $_$\nBEGIN; $x$ $$\n$_$;\nSELECT 3;\n', [true, false, false, true]],
    ['a parameter is no tag', 'SELECT $1;\nSELECT $1 + $2;\n', [true, true]],
    ['comments are nothing', '-- a ; b\n/* ; /* ; */\n; */\nSELECT 3; -- it\n', [true, true, false, true]],
    ['an apostrophe in a comment opens nothing', "-- it's\nSELECT 3;\n", [true, true]],
  ])('%s', (_name, sql, expected) => expect(beginnings(sql)).toEqual(expected));
});

describe('commands to psql', () => {
  test.each<[string, string, readonly string[]]>([
    ['at the beginning', String.raw`\restrict abc`, ['restrict abc']],
    ['within a statement', String.raw`SELECT 1 \! rm -rf 'x`, ["! rm -rf 'x"]],
    ['behind a comment that a name with a newline ended', '-- Name: a\n\\! touch x; Type: TABLE', ['! touch x; Type: TABLE']],
    ['none in a string', String.raw`SELECT '\! x', E'\\', "\!", $$\!$$; -- \!`, []],
  ])('%s', (_name, sql, expected) => expect(commands(sql)).toEqual(expected));
});

test('however it is cut into chunks', () => {
  const sql = Buffer.from(
    String.raw`SELECT 'it''s', E'a\'b', "c""d" FROM x; /* a /* b */ c */ -- d` + '\n\\! x\nSELECT $t$ $ $t $t$, $1;\nINSERT $$;$$;\n',
  );
  const expected = scan([sql]);
  fc.assert(
    fc.property(fc.array(fc.nat(sql.length), { maxLength: 30 }), (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), sql.length];
      expect(scan(at.slice(1).map((end, index) => sql.subarray(at[index], end)))).toEqual(expected);
    }),
  );
});

test('a line of many megabytes is not kept', () => {
  const scanner = new SqlScanner();
  scanner.scan(Buffer.from("SELECT '"), 0);
  const piece = Buffer.alloc(1024 * 1024, 'x');
  for (let count = 0; count < 100; count += 1) scanner.scan(piece, 0);
  const { line } = scanner.scan(Buffer.from("';\n"), 0);
  expect(line?.text.length).toBe(256 * 1024);
  expect(scanner.isBetween).toBe(true);
});
