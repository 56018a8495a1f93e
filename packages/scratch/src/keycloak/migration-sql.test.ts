import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { statementsOf, summariseMigration, withoutRowValues } from './migration-sql.ts';

const recorded = (pair: string): string => readFileSync(new URL(`./fixtures/${pair}.sql`, import.meta.url), 'utf8');

describe('what Keycloak wrote', () => {
  test('26.4.0 → 26.7.4', () => {
    const { indexBuilds, tables, ...summary } = summariseMigration(recorded('26.4.0-26.7.4'));
    expect(summary).toEqual({
      statements: 91,
      byKind: { 'CREATE INDEX': 30, 'ALTER TABLE': 45, 'DROP INDEX': 2, 'CREATE TABLE': 11, UPDATE: 2, DELETE: 1 },
      changeSets: 45,
    });
    expect(tables).toHaveLength(24);
    expect(tables).toContain('realm_attribute');
    expect(tables).not.toContain('databasechangelog');
    expect(indexBuilds).toHaveLength(30);
    expect(indexBuilds[0]).toEqual({ index: 'idx_offline_css_by_client', table: 'offline_client_session' });
  });

  test('24.0.5 → 26.4.0', () =>
    expect(summariseMigration(recorded('24.0.5-26.4.0'))).toMatchObject({
      byKind: { 'DROP TABLE': 9, 'CREATE TABLE': 6, DELETE: 11, UPDATE: 4, INSERT: 3 },
      changeSets: 41,
    }));

  test.each(['26.4.0-26.7.4', '24.0.5-26.4.0'])('%s without values of rows does the same, and names the same change sets', (pair) => {
    const [whole, without] = [recorded(pair), withoutRowValues(recorded(pair))];
    expect(summariseMigration(without)).toEqual(summariseMigration(whole));
    const kept = (sql: string): readonly string[] => statementsOf(sql).filter((text) => /^(?:CREATE|ALTER)|databasechangelog/i.test(text));
    expect(kept(without)).toEqual(kept(whole));
    const rows = statementsOf(without).filter((text) => /^(?:INSERT INTO|UPDATE|DELETE FROM) (?!.*databasechangelog)/i.test(text));
    expect(rows.length).toBeGreaterThan(2);
    for (const text of rows) expect(text.replaceAll("'…'", '')).not.toMatch(/'|[ (]\d/);
  });
});

test('a semicolon in a string, a name, a comment or a body ends no statement', () =>
  expect(statementsOf(`-- a; b\nUPDATE "a;b" SET c = 'd;''e' /* f; */;\nDO $x$ BEGIN; END $x$;\n;SELECT 1`)).toEqual([
    `UPDATE "a;b" SET c = 'd;''e'`,
    'DO $x$ BEGIN; END $x$',
    'SELECT 1',
  ]));

test.each([
  ['CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "Ix_A" ON ONLY "public"."Big" (a)', 'CREATE INDEX', 'big'],
  ['insert into Customer_Table (id) values (1)', 'INSERT', 'customer_table'],
  ['ALTER TABLE IF EXISTS ONLY public.USER_ENTITY ADD a INT', 'ALTER TABLE', 'user_entity'],
  ['DELETE FROM ONLY public.realm', 'DELETE', 'realm'],
  ['DROP TABLE IF EXISTS old CASCADE', 'DROP TABLE', 'old'],
])('%s', (sql, kind, table) => expect(summariseMigration(sql)).toMatchObject({ byKind: { [kind]: 1 }, tables: [table] }));

test('a kind that is not known is told by its first words, and a provider’s change log is one', () =>
  expect(
    summariseMigration(
      `COMMENT ON TABLE a IS 'b'; INSERT INTO databasechangelog_acme (id) VALUES (1); UPDATE databasechangeloglock SET locked = true;`,
    ),
  ).toEqual({ statements: 1, byKind: { 'COMMENT ON': 1 }, tables: [], indexBuilds: [], changeSets: 1 }));

test('what a change set wrote down of rows is left out', () =>
  expect(
    withoutRowValues(`-- it's\nINSERT INTO acme (id, mail, kind) VALUES ('0f0e0d0c-0b0a-4908-8706-050403020100', 'ann@example.org', 'short');
UPDATE acme SET note = '${'x'.repeat(200)}';
ALTER TABLE acme ADD d VARCHAR(9) DEFAULT 'a@b';`),
  ).toBe(`-- it's\nINSERT INTO acme (id, mail, kind) VALUES ('…', '…', '…');
UPDATE acme SET note = '…';
ALTER TABLE acme ADD d VARCHAR(9) DEFAULT 'a@b';`));

test.each([
  [`INSERT INTO acme VALUES (1, 2.5, 'x') -- of 7`, `INSERT INTO acme VALUES (…, …, '…') -- of 7`],
  [`UPDATE acme SET a1 = E'it\\'s; Ann', "b" = $x$Ann; 'y'$x$ WHERE id = 42`, `UPDATE acme SET a1 = '…', "b" = '…' WHERE id = …`],
  [
    `WITH x AS (DELETE FROM acme WHERE name = 'Ann' RETURNING *) SELECT 1 FROM x`,
    `WITH x AS (DELETE FROM acme WHERE name = '…' RETURNING *) SELECT … FROM x`,
  ],
  [`CREATE TABLE copied AS SELECT * FROM acme WHERE name = 'Ann'`, `CREATE TABLE copied AS SELECT * FROM acme WHERE name = '…'`],
  [`DO $$ BEGIN UPDATE acme SET name = 'Ann'; END $$`, `DO '…'`],
  [`DO $$ BEGIN INSERT INTO databasechangelog_acme (ID) VALUES ('Ann'); END $$`, `DO '… INSERT INTO databasechangelog_acme …'`],
  [`SELECT setval('acme_id', 4711)`, `SELECT setval('…', …)`],
  [`CREATE INDEX i ON acme (kind) WHERE kind = 'select'`, `CREATE INDEX i ON acme (kind) WHERE kind = 'select'`],
  [`INSERT INTO public.databasechangelog_acme (ID) VALUES ('one')`, `INSERT INTO public.databasechangelog_acme (ID) VALUES ('one')`],
])('%s', (sql, without) => expect(withoutRowValues(`${sql};`)).toBe(`${without};`));

test('for any values: nothing that is written as data gets through', () =>
  fc.assert(
    fc.property(
      fc.string(),
      fc.stringMatching(/^Z[a-z]{5,12}$/),
      fc.constantFrom('INSERT INTO t VALUES (', 'UPDATE t SET a = (', '\n-- c\nDELETE FROM t WHERE a IN (', 'CALL p('),
      (text, name, start) => {
        const quote = (value: string): string => `'${value.replaceAll("'", "''")}'`;
        const escaped = `E'${name.replaceAll('Z', String.raw`\'Z`)}'`;
        const sql = `SELECT 1;${start}${quote(text)}, ${quote(name)}, ${escaped}, $q$${name}$q$);`;
        expect(withoutRowValues(sql)).not.toContain(name);
        expect(withoutRowValues(sql)).not.toContain(name.slice(1));
      },
    ),
  ));
