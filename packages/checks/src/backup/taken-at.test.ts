import { describe, expect, test } from 'vitest';
import { takenAt } from './taken-at.ts';

const modified = Date.parse('2026-11-27T03:00:00Z');
const at = (name: string, wallTime?: string, timeZone = 'UTC') => takenAt({ name, manifest: null, wallTime, modified }, timeZone);

test('a manifest tells it', () =>
  expect(takenAt({ name: 'a', manifest: { snapshotAt: '2026-11-27T02:00:00Z' }, modified }, 'UTC')).toEqual({
    earliest: '2026-11-27T02:00:00Z',
    latest: '2026-11-27T02:00:00Z',
    source: 'manifest',
  }));

test('the wall time of a header, in either zone', () =>
  expect(at('a.dump', '2026-11-27T02:30:00', 'Europe/Brussels')).toEqual({
    earliest: '2026-11-27T01:30:00.000Z',
    latest: '2026-11-27T02:30:00.000Z',
    source: 'header',
  }));

describe('where the time of the file is all there is', () => {
  const youngest = '2026-11-27T03:00:00.000Z';
  test.each([
    ['no day in the name', 'keycloak.sql.gz', youngest],
    ['the same day', 'keycloak-2026-11-27.sql.gz', youngest],
    ['the evening before, in another zone', 'keycloak-20261126T2330.sql', youngest],
    ['copied days later', 'keycloak-2026-11-20.sql.gz', '2026-11-19T10:00:00.000Z'],
    ['copied days later, with a time in the name', 'keycloak_20261120021500.sql', '2026-11-19T10:00:00.000Z'],
    ['a day that lies ahead says nothing', 'keep-until-20271231.sql', youngest],
    ['no day, but digits', 'pg-2026112034567.sql', youngest],
  ])('%s', (_name, file, earliest) => expect(at(file)).toEqual({ earliest, latest: youngest, source: 'modification time' }));
});
