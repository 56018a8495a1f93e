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

  test('nothing of it is taken for a row’s value', () => {
    for (const pair of ['26.4.0-26.7.4', '24.0.5-26.4.0']) expect(withoutRowValues(recorded(pair))).toBe(recorded(pair));
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
  ).toBe(`-- it's\nINSERT INTO acme (id, mail, kind) VALUES ('…', '…', 'short');
UPDATE acme SET note = '…';
ALTER TABLE acme ADD d VARCHAR(9) DEFAULT 'a@b';`));

test('for any values: no address that is written as data gets through', () =>
  fc.assert(
    fc.property(
      fc.string(),
      fc.emailAddress(),
      fc.constantFrom('INSERT INTO t VALUES (', 'UPDATE t SET a = (', '\n-- c\nDELETE FROM t WHERE a IN ('),
      (text, mail, start) => {
        const quote = (value: string): string => `'${value.replaceAll("'", "''")}'`;
        const sql = `SELECT 1;${start}${quote(text)}, ${quote(mail)});`;
        expect(withoutRowValues(sql)).not.toContain(quote(mail));
      },
    ),
  ));
