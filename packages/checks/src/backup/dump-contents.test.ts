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
CREATE TABLE public.left_out (
    id integer
);
CREATE TABLE public.parted (
    id integer
)
PARTITION BY RANGE (id);
ALTER TABLE ONLY public.realm
    ADD CONSTRAINT realm_pkey PRIMARY KEY (id);
COPY public.migration_model (id, version, update_time) FROM stdin;
a	26.0.0	1790000000
b	26.4.0	1795000000
c	26.2.0	1792000000
\.


COPY public.realm (id, name) FROM stdin;
1	master
2	Straße\n\\.
\.

COPY public.nothing  FROM stdin;


\.

COPY public.databasechangeloglock (id, locked, lockgranted, lockedby) FROM stdin;
1	t	2026-11-23 21:20:01	node (10.0.0.1)
1000	f	\N	\N
\.

COPY public.databasechangelog_custom (id, exectype) FROM stdin;
one	EXECUTED
two	FAILED
\.

COPY "kc"."user" ("id") FROM stdin;
\.
--
-- PostgreSQL database dump complete
--

\unrestrict abc

`;

const reduce = (chunks: readonly (Buffer | string)[]) => {
  const reducer = dumpContentsReducer();
  for (const chunk of chunks) reducer.add(Buffer.from(chunk));
  return reducer.end();
};
const nothing = { rows: {}, made: [], keycloakVersion: null, locks: 0, failed: [] };
const whole = {
  complete: true,
  schemas: {
    public: {
      rows: { migration_model: 3, realm: 2, nothing: 2, databasechangeloglock: 2, databasechangelog_custom: 2 },
      made: ['realm', 'left_out'],
      keycloakVersion: '26.4.0',
      locks: 1,
      failed: ['two'],
    },
    kc: { ...nothing, rows: { user: 0 } },
  },
  constraints: 1,
  inserts: false,
  cluster: false,
  endless: null,
  commands: [],
};

test('rows are counted, and the newest version is that of the latest update', () => expect(reduce([sql])).toEqual(whole));

test('as one on Windows writes it', () => expect(reduce([sql.replaceAll('\n', '\r\n')])).toMatchObject({ complete: true, constraints: 1 }));

test('however it is cut into chunks', () => {
  const bytes = Buffer.from(sql);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      expect(reduce(at.slice(1).map((end, index) => bytes.subarray(at[index], end)))).toEqual(whole);
    }),
  );
});

test('a dump without its last byte that matters is not complete, wherever it is cut', () => {
  const bytes = Buffer.from(sql);
  const key = bytes.length - 2;
  fc.assert(
    fc.property(fc.nat(key - 1), (length) => {
      expect(reduce([bytes.subarray(0, length)]).complete).toBe(false);
    }),
  );
});

describe('a dump without its end', () => {
  const title = '--\n-- PostgreSQL database dump\n--\n';
  const end = '-- PostgreSQL database dump complete\n';
  test.each([
    ['the last line stands in a row', `COPY public.realm (id) FROM stdin;\n${end}`],
    ['the last line stands in a string', `SELECT '\n${end}`],
    ['of two, the second is cut', `${title}SELECT 1;\n${end}${title}SELECT 1;\n`],
    ['nothing', ''],
  ])('%s', (_name, text) => expect(reduce([text]).complete).toBe(false));
  test('of pg_dump before it locked psql, the trailer is the end', () => expect(reduce([title, 'SELECT 1;\n', end]).complete).toBe(true));
});

test('a table without an end, whose rows would go on to the end of the next one', () => {
  expect(reduce([sql.replace('\n\\.\n\nCOPY public.nothing', '\n\n--\n-- Name: x\n--\nCOPY public.nothing')]).endless).toBe('realm');
  expect(reduce(['COPY public.words (word) FROM stdin;\n--\n\\.\n']).endless).toBe(null);
});

test('what is no plain dump of one database, or more than a dump', () => {
  expect(reduce(["INSERT INTO public.realm VALUES ('1');\n"]).inserts).toBe(true);
  expect(reduce(["SELECT '\nINSERT INTO x';\n"]).inserts).toBe(false);
  expect(reduce(['--\n-- PostgreSQL database cluster dump\n--\n']).cluster).toBe(true);
  expect(
    reduce([sql.replace('CREATE TABLE public.realm', '\\connect other\n\\! touch x\n\\o |sh\nCREATE TABLE public.realm')]).commands,
  ).toEqual(['!', 'connect', 'o']);
  expect(reduce([sql.replace('\\unrestrict abc', '\\unrestrict abd')])).toMatchObject({ commands: ['unrestrict'], complete: false });
});

test('a row of a hundred megabytes is counted in constant memory, and in time', () => {
  const reducer = dumpContentsReducer();
  reducer.add(Buffer.from('COPY public.realm (id) FROM stdin;\n'));
  const piece = Buffer.alloc(64 * 1024, 'x');
  const before = process.memoryUsage().arrayBuffers;
  for (let count = 0; count < 1_600; count += 1) reducer.add(piece);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  reducer.add(Buffer.from('\n\\.\n-- PostgreSQL database dump complete\n'));
  expect(reducer.end()).toMatchObject({ complete: true, schemas: { public: { rows: { realm: 1 } } } });
});
