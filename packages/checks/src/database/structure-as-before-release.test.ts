import { describe, expect, test } from 'vitest';
import recorded from './fixtures/structures.json' with { type: 'json' };
import { DatabaseStructure } from './structure.ts';
import { structureAsBeforeRelease } from './structure-as-before-release.ts';

const { check } = structureAsBeforeRelease;
const before = DatabaseStructure.parse(recorded.before);
const judge = (now: DatabaseStructure) => check.judge({ now, before }, {}, { now: '2026-11-28T06:00:00Z' });

type Table = DatabaseStructure['tables'][number];
const withTable = (name: string, change: (table: Table) => Table): DatabaseStructure => ({
  ...before,
  tables: before.tables.map((table) => (table.name === name ? change(table) : table)),
});
const without = (parts: Readonly<Record<string, string>>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(parts).filter(([key]) => key !== name));

test('as it was', () =>
  expect(judge(before)).toEqual({
    findings: [],
    facts: [
      { name: 'tables', value: 89 },
      { name: 'constraints', value: 176 },
      { name: 'indexes', value: 203 },
    ],
    exhibits: [],
  }));

test('plan A: the new version’s tables are still there', () => {
  const { findings, exhibits } = judge(DatabaseStructure.parse(recorded.afterPlanA));
  expect(findings).toEqual([
    {
      code: 'database/STRUCTURE_ALTERED',
      title: 'Tables, columns, constraints or indexes are not those of before the release',
      severity: 'fail',
      subject: 'database/keycloak/structure',
      message:
        'The tables are not those of before the release: 11 × table added, 10 × index added, 11 × columns altered, 2 × constraint altered, 3 × index altered, 1 × constraint added, 1 × index missing. The first is the table auth_session (added).',
      remedy:
        'Restore the whole backup from before the release into an empty database (`pg_restore --exit-on-error`), not its data alone; then run this again.',
      expected: 0,
      actual: 39,
    },
  ]);
  expect(exhibits).toMatchObject([{ kind: 'table', title: 'What differs from before the release' }]);
});

describe('one thing', () => {
  test.each<[string, DatabaseStructure, string]>([
    ['a table is missing', { ...before, tables: before.tables.filter(({ name }) => name !== 'realm') }, 'fail 1 × table missing'],
    [
      'a column is another',
      withTable('realm', (table) => ({ ...table, columns: { ...table.columns, digest: '0' } })),
      'fail 1 × columns altered',
    ],
    [
      'a foreign key is missing, as after a restore that went on',
      withTable('client_scope_attributes', (table) => ({
        ...table,
        constraints: without(table.constraints, Object.keys(table.constraints)[0] ?? ''),
      })),
      'fail 1 × constraint missing',
    ],
    [
      'an index is another',
      withTable('event_entity', (table) => ({ ...table, indexes: { ...table.indexes, idx_event_time: '0' } })),
      'fail 1 × index altered',
    ],
    [
      'an index more hurts nobody',
      withTable('event_entity', (table) => ({ ...table, indexes: { ...table.indexes, by_type: '1' } })),
      'warn 1 × index added',
    ],
  ])('%s', (_name, now, said) => {
    const [found, ...others] = judge(now).findings;
    expect(others).toEqual([]);
    expect(`${found?.severity} ${found?.message}`).toContain(said.replace(' ', ' The tables are not those of before the release: '));
  });
});
