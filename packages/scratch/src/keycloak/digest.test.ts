import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { changesOfData, tableChanges } from './digest.ts';
import type { TableDigest } from './digest.ts';

const table = (name: string, content = '1', definition = 'a', rows = 1): TableDigest => ({ table: name, rows, content, definition });

const hash = (digest: string): string => createHash('sha256').update(digest).digest('hex');

test('nothing changed', () => expect(tableChanges([table('realm')], [table('realm')])).toEqual([]));

test('added, removed and altered tables', () => {
  const changes = tableChanges(
    [table('client'), table('migration_model'), table('old'), table('realm')],
    [table('client', '1', 'b'), table('migration_model', '2', 'a', 2), table('new', '0', 'a', 0), table('realm')],
  );
  expect(changes).toEqual([
    {
      table: 'client',
      kind: 'altered',
      rowsBefore: 1,
      rowsAfter: 1,
      sameContent: true,
      sameDefinition: false,
      hashBefore: hash('1 1 a'),
      hashAfter: hash('1 1 b'),
    },
    {
      table: 'migration_model',
      kind: 'altered',
      rowsBefore: 1,
      rowsAfter: 2,
      sameContent: false,
      sameDefinition: true,
      hashBefore: hash('1 1 a'),
      hashAfter: hash('2 2 a'),
    },
    {
      table: 'new',
      kind: 'added',
      rowsBefore: null,
      rowsAfter: 0,
      sameContent: false,
      sameDefinition: false,
      hashBefore: null,
      hashAfter: hash('0 0 a'),
    },
    {
      table: 'old',
      kind: 'removed',
      rowsBefore: 1,
      rowsAfter: null,
      sameContent: false,
      sameDefinition: false,
      hashBefore: hash('1 1 a'),
      hashAfter: null,
    },
  ]);
  expect(changesOfData(changes).map((change) => change.table)).toEqual(['client', 'new', 'old']);
});

test('a bookkeeping table that is built otherwise is more than bookkeeping', () =>
  expect(changesOfData(tableChanges([table('migration_model')], [table('migration_model', '1', 'b')]))).toHaveLength(1));
