import { describe, expect, test } from 'vitest';
import { Environment } from './environment.ts';

const problems = (backups: object): readonly string[] =>
  Environment.shape.backups.safeParse(backups).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('a catalogue of backups', () => {
  const whole = {
    table: 'ops.runs',
    kind: 'logical',
    columns: { id: 'name', startedAt: 'begun', finishedAt: 'ended', state: 'result' },
    good: ['done'],
  };
  const { startedAt: _startedAt, ...withoutStart } = whole.columns;
  test.each<[string, object, readonly string[]]>([
    ['whole', whole, []],
    [
      'a column for the state, and no word for success',
      { ...whole, good: undefined },
      ['catalogue: `columns.state` and `good` go together: which of its values mean success?'],
    ],
    [
      'a word for success, and no column',
      { ...whole, columns: { ...whole.columns, state: undefined } },
      ['catalogue: `columns.state` and `good` go together: which of its values mean success?'],
    ],
    [
      'a logical backup without its start',
      { ...whole, columns: withoutStart },
      ['catalogue: a logical backup restores the moment at which it began: name `columns.startedAt`'],
    ],
    ['a physical one needs none', { ...whole, kind: 'physical', columns: withoutStart }, []],
    ['no schema', { ...whole, table: 'runs' }, ['catalogue.table: `schema.name`']],
    ['a name with a line in it', { ...whole, columns: { ...whole.columns, id: 'a\nb' } }, ['catalogue.columns.id: no control characters']],
  ])('%s', (_what, catalogue, expected) => expect(problems({ catalogue })).toEqual(expected));
});

test('a place of backups is named', () =>
  expect(problems({})).toEqual([
    ': name where the backups are: `directory`, `pgbackrest`, `cloudnativepg`, `cronJob`, `volumeSnapshot`, `catalogue` or `command`',
  ]));
