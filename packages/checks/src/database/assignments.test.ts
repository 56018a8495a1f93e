import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assignmentPlaces } from './assignments.ts';

const script = readFileSync(new URL('../../../lab/src/postgres/gate-role.sql', import.meta.url), 'utf8');

it('reads just the columns that the shipped script grants', () => {
  const granted = [...script.matchAll(/\('(\w+)', '([^']+)'\)/g)].map(([, table, columns]) => `${table} (${columns})`);
  expect(granted).toEqual(assignmentPlaces.map(({ table, columns }) => `${table} (${columns.join(', ')})`));
});

it('reads no column that names a user', () =>
  expect(assignmentPlaces.flatMap(({ columns, id }) => [...columns, id]).filter((column) => /user|name|email/.test(column))).toEqual([]));
