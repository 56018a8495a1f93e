import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dumpContentsReducer } from './dump-contents.ts';

const sql = String.raw`--
-- PostgreSQL database dump
--

\restrict abc

CREATE TABLE public.realm (
    id character varying(36) NOT NULL
);
COPY public.migration_model (id, version, update_time) FROM stdin;
a	26.0.0	1790000000
b	26.4.0	1795000000
c	26.2.0	1792000000
\.


COPY public.realm (id, name) FROM stdin;
1	master
2	Straße\n\\.
\.

COPY "kc"."user" ("id") FROM stdin;
\.
-- PostgreSQL database dump complete
--

\unrestrict abc
`;

const reduce = (chunks: readonly Buffer[]) => {
  const reducer = dumpContentsReducer();
  for (const chunk of chunks) reducer.add(chunk);
  return reducer.end();
};
const whole = { complete: true, rows: { migration_model: 3, realm: 2, user: 0 }, keycloakVersion: '26.4.0' };

test('rows are counted, and the newest version is that of the latest update', () => expect(reduce([Buffer.from(sql)])).toEqual(whole));

test('however it is cut into chunks', () => {
  const bytes = Buffer.from(sql);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      expect(reduce(at.slice(1).map((end, index) => bytes.subarray(at[index], end)))).toEqual(whole);
    }),
  );
});

describe('a dump without its end', () => {
  test.each([
    ['cut before the last line', sql.slice(0, sql.indexOf('-- PostgreSQL database dump complete'))],
    ['cut within a table', sql.slice(0, sql.indexOf('2\tStr'))],
    ['the last line stands in a row', `COPY public.realm (id) FROM stdin;\n-- PostgreSQL database dump complete\n`],
    ['nothing', ''],
  ])('%s', (_name, text) => expect(reduce([Buffer.from(text)]).complete).toBe(false));
});
