import { expect, test } from 'vitest';
import { forecastChangeSets } from './forecast-change-sets.ts';

const insert = (id: string, table = 'public.databasechangelog'): string =>
  `INSERT INTO ${table} (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('${id}', 'keycloak', 'META-INF/jpa-changelog-26.5.0.xml', NOW(), 166, '9:dd', 'addColumn tableName=REALM (x)', '', 'EXECUTED', NULL, NULL, '4.33.0', '1');`;

test('what Liquibase writes down, of Keycloak and of a provider', () =>
  expect(forecastChangeSets(`-- a comment\n${insert('26.5.0-index')}\n\n${insert("it''s", 'databasechangelog_audit')}`)).toEqual([
    { table: 'databasechangelog', id: '26.5.0-index', author: 'keycloak', filename: 'META-INF/jpa-changelog-26.5.0.xml' },
    { table: 'databasechangelog_audit', id: "it's", author: 'keycloak', filename: 'META-INF/jpa-changelog-26.5.0.xml' },
  ]));

test('the lock is no change set, nor is another table', () =>
  expect(
    forecastChangeSets(
      "UPDATE public.databasechangeloglock SET LOCKED = TRUE WHERE ID = 1;\nINSERT INTO realm (ID) VALUES ('databasechangelog');",
    ),
  ).toEqual([]));

test('a checksum that is written anew, and a change set that is taken out, count without a name', () =>
  expect(
    forecastChangeSets(
      `${insert('one')}\nUPDATE public.databasechangelog SET MD5SUM = '9:x' WHERE ID = 'y';\nDELETE FROM databasechangelog_audit WHERE ID = 'z';`,
    ).map(({ table, id }) => `${table} ${id}`),
  ).toEqual([
    'databasechangelog one',
    'databasechangelog a change set that is not named',
    'databasechangelog_audit a change set that is not named',
  ]));
