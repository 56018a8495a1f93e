import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assignmentPlaces } from './assignment-places.ts';
import { databaseRights } from './rights.ts';
import { roleScript } from './role-script.ts';

const shipped = readFileSync(new URL('../../database-role.sql', import.meta.url), 'utf8');

it('gives in the shipped script what the looks read, and no more', () => {
  expect(shipped).toBe(roleScript());
  const granted = [...shipped.matchAll(/\('(\w+)', '(\w+)'\)/g)].map(([, table, column]) => `${table}.${column}`);
  expect(granted).toEqual(databaseRights.flatMap(({ table, columns = [] }) => columns.map((column) => `${table}.${column}`)));
  const [, whole = ''] = /tablename IN \((.*)\)/.exec(shipped) ?? [];
  expect(whole.split(', ').map((name) => name.replaceAll("'", ''))).toEqual(
    databaseRights.flatMap(({ table, columns }) => (columns ? [] : [table])),
  );
});

it('names every table once, with all that is counted in it', () => {
  const tables = databaseRights.map(({ table }) => table);
  expect(tables).toEqual([...new Set(tables)]);
  const given = (name: string): readonly string[] => databaseRights.find(({ table }) => table === name)?.columns ?? [];
  expect(assignmentPlaces.filter(({ table, columns }) => !columns.every((column) => given(table).includes(column)))).toEqual([]);
});

it('reads no column that names a user, and no secret', () => {
  const read = databaseRights.flatMap(({ columns = [] }) => columns);
  expect(read.filter((column) => /user|name|email|secret|value|data$|salt|ip_address/.test(column))).toEqual([]);
});
