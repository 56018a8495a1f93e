import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlainFilter } from './plain-filter.ts';

const dump = String.raw`--
-- PostgreSQL database dump
--

\restrict q3v

-- Dumped from database version 17.2 (Debian 17.2-1)

CREATE SCHEMA public;
ALTER SCHEMA public OWNER TO keycloak;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS dblink WITH SCHEMA public;
CREATE EVENT TRIGGER noticed ON ddl_command_end
   EXECUTE FUNCTION public.notice();
COMMENT ON TABLE public.a IS 'of two
lines; \! nothing';
CREATE TABLE public.a (
    id text DEFAULT '\! no command;'::text
);
COPY public.a (id) FROM stdin;
GRANT ALL ON this IS a row;
\\! so is this
\.

SELECT pg_catalog.setval('public.s', 1, true);
GRANT ALL ON TABLE public.a TO keycloak;
--
-- PostgreSQL database dump complete
--

\unrestrict q3v
`;

const seen = String.raw`--
-- PostgreSQL database dump
--


-- Dumped from database version 17.2 (Debian 17.2-1)

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE TABLE public.a (
    id text DEFAULT '\! no command;'::text
);
COPY public.a (id) FROM stdin;
GRANT ALL ON this IS a row;
\\! so is this
\.

SELECT pg_catalog.setval('public.s', 1, true);
--
-- PostgreSQL database dump complete
--

`;

function filtered(text: string, cuts: readonly number[] = []): { readonly filter: PlainFilter; readonly out: string } {
  const filter = new PlainFilter(new Set(['pg_trgm']));
  const bytes = Buffer.from(text);
  const places = [...new Set([0, ...cuts.map((cut) => cut % bytes.length), bytes.length])].toSorted((a, b) => a - b);
  const parts = places.slice(1).map((end, index) => filter.take(bytes.subarray(places[index], end)));
  return { filter, out: Buffer.concat([...parts, filter.end()]).toString() };
}

it('gives psql the rows and what makes them, and nothing that takes a superuser', () => {
  const { filter, out } = filtered(dump);
  expect(out).toBe(seen);
  expect(filter.leftOut).toEqual(['extension dblink', 'event trigger noticed']);
  expect({ tables: filter.tables, complete: filter.complete, refused: filter.refused, major: filter.major }).toEqual({
    tables: 1,
    complete: true,
    refused: undefined,
    major: 17,
  });
});

it('gives the same however the dump is cut into chunks', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: dump.length - 1 }), { maxLength: 40 }), (cuts) => {
      expect(filtered(dump, cuts).out).toBe(seen);
    }),
  );
});

describe('no command reaches psql', () => {
  it.each([
    [String.raw`\! touch x`, '!'],
    [String.raw`SELECT 1 \gexec`, 'gexec'],
    [String.raw`SELECT 1; \copy a from program 'x'`, 'copy'],
    [String.raw`SELECT '' \\! touch x`, '\\'],
    [String.raw`\restrict a \! touch x`, 'restrict'],
    [String.raw`/* a comment */ \o |sh`, 'o'],
  ])('%s', (line, command) => {
    const { filter, out } = filtered(`SELECT 1;\n${line}\nSELECT 2;\n`);
    expect(filter.refused).toBe(`it holds the command \\${command} to psql, which pg_dump does not write`);
    expect(out).not.toContain(line);
  });

  it('not in a last line without an end either', () => {
    expect(filtered('SELECT 1;\n\\! touch x').out).toBe('SELECT 1;\n');
  });
});

describe('it is complete only when its last line was the last', () => {
  const last = '--\n-- PostgreSQL database dump complete\n--\n';
  it.each([
    ['cut before it', dump.slice(0, dump.indexOf('-- PostgreSQL database dump complete'))],
    ['within the rows of a table', `COPY public.a (id) FROM stdin;\n${last}`],
    ['within a string', `SELECT '\n${last}`],
    ['with a statement behind it', `${last}SELECT 1;\n`],
  ])('%s', (_title, text) => expect(filtered(text).filter.complete).toBe(false));
});

it('a dump of all databases of a server is refused', () => {
  expect(filtered('--\n-- PostgreSQL database cluster dump\n--\n').filter.refused).toBe(
    'it holds all databases of a server, as pg_dumpall writes them',
  );
});
