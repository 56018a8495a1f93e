import fc from 'fast-check';
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

describe('a wall time later than the file, in either zone', () => {
  test('of a machine further east leaves open what the furthest zone would', () =>
    expect(at('a.dump', '2026-11-27T11:59:00', 'Europe/Brussels')).toEqual({
      earliest: '2026-11-26T21:59:00.000Z',
      latest: '2026-11-27T03:00:00.000Z',
      source: 'header',
    }));
  test('that no zone explains may be that of the file or its own', () =>
    expect(at('a.dump', '2027-11-27T02:30:00')).toEqual({
      earliest: '2026-11-27T03:00:00.000Z',
      latest: '2027-11-26T12:30:00.000Z',
      source: 'header',
    }));
});

const zones = Intl.supportedValuesOf('timeZone');
const HOUR = 3_600_000;
/** What the clocks of a zone show. */
const shown = (moment: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(moment).replace(' ', 'T');

describe('wherever the machine is that takes the dumps', () => {
  const moments = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-31') }).map((time) => time - (time % 1000));
  const zone = fc.constantFrom(...zones);

  test('a dump that its file is as old as is never certainly younger than it is', () =>
    fc.assert(
      fc.property(moments, zone, zone, fc.integer({ min: 0, max: 300 }), (taken, machine, declared, seconds) => {
        const mark = { name: 'a.dump', manifest: null, wallTime: shown(taken, machine), modified: taken + seconds * 1000 };
        // A file may be written for five minutes, and clocks may differ by as much.
        expect(Date.parse(takenAt(mark, declared).earliest)).toBeLessThanOrEqual(taken + 600_000);
      }),
      { numRuns: 300 },
    ));

  test('in the zone that the environment names, its moment is among those that are told, however late it was copied', () =>
    fc.assert(
      fc.property(moments, zone, fc.integer({ min: 0, max: 100 }), (taken, machine, copiedAfter) => {
        const mark = { name: 'a.dump', manifest: null, wallTime: shown(taken, machine), modified: taken + copiedAfter * HOUR };
        const { earliest, latest } = takenAt(mark, machine);
        expect(Date.parse(earliest)).toBeLessThanOrEqual(taken);
        // The hour that clocks show twice counts as the earlier one.
        expect(Date.parse(latest) + HOUR).toBeGreaterThanOrEqual(taken);
      }),
      { numRuns: 300 },
    ));
});

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
