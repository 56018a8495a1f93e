import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { firstErrorIn, loggedMigration } from './log.ts';

const recorded = (name: string): string => readFileSync(new URL(`./fixtures/${name}.log.txt`, import.meta.url), 'utf8');

describe('a migration by its log', () => {
  test('of a schema and of realms', () =>
    expect(loggedMigration(recorded('24.0.5-26.7.4'))).toEqual({
      seconds: 10.217,
      models: ['25.0.0', '26.0.0', '26.1.0', '26.2.0', '26.3.0', '26.4.0', '26.4.3', '26.6.1', '26.6.2', '26.7.0'],
    }));
  test('of nothing', () => {
    const log = recorded('24.0.5-26.7.4')
      .split('\n')
      .filter((line) => !/Updating|igrat/.test(line))
      .join('\n');
    expect(loggedMigration(log)).toEqual({ seconds: 0, models: [] });
  });
});

describe('the first error', () => {
  test('says more than that there was one', () =>
    expect(firstErrorIn(recorded('forecast-26.7.4'))).toBe('ERROR: Database not up-to-date, please migrate database with /opt/run/m.sql'));
  test('of one that never came to log', () =>
    expect(
      firstErrorIn("Appending additional Java properties to JAVA_OPTS\nUnknown option: '--a'\nTry 'kc.sh start --help' for more.\n"),
    ).toBe("Unknown option: '…'"));
  test('is else the last line', () => expect(firstErrorIn('Killed\n\n')).toBe('Killed'));
  test('quotes no row', () =>
    expect(
      firstErrorIn(
        '2026-11-28 05:32:26,441 ERROR [a.b] (main) ERROR: duplicate key "uk_x" Detail: Key (email)=(ann@example.org) already exists.\n',
      ),
    ).toBe('ERROR: duplicate key "uk_x"'));
  test('of an empty log is none', () => expect(firstErrorIn('')).toBeUndefined());
});
