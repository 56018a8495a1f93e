import { expect, test } from 'vitest';
import { instantOf } from './wall-time.ts';

test.each([
  ['UTC', '2026-11-23T21:20:01', '2026-11-23T21:20:01.000Z'],
  ['Europe/Brussels', '2026-11-23T21:20:01', '2026-11-23T20:20:01.000Z'],
  ['Europe/Brussels', '2026-07-01T00:30:00', '2026-06-30T22:30:00.000Z'],
  // Shown twice when summer time ends, never when it begins.
  ['Europe/Brussels', '2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z'],
  ['Europe/Brussels', '2026-03-29T02:30:00', '2026-03-29T01:30:00.000Z'],
  ['America/New_York', '2026-11-23T21:20:01', '2026-11-24T02:20:01.000Z'],
])('%s %s', (zone, wall, instant) => expect(new Date(instantOf(wall, zone)).toISOString()).toBe(instant));
