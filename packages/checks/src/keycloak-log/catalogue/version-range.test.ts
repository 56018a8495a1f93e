import { expect, it } from 'vitest';
import { isInRange } from './version-range.ts';
import type { VersionRange } from './version-range.ts';

it.each<readonly [string, VersionRange, boolean]>([
  ['26.6.0', '>=26.6', true],
  ['26.5.9', '>=26.6', false],
  ['27.0.0', '>=26.6', true],
  ['26.10.0', '>=26.6', true],
  ['25.0.6', '<26', true],
  ['26.0.0', '<26', false],
  ['24.0.5', '>=24 <25', true],
  ['25.0.0', '>=24 <25', false],
  ['26.7.4.redhat-00001', '>=26.7.4', true],
  ['26', '>=26.0.1', false],
])('%s in %s: %s', (version, range, expected) => {
  expect(isInRange(version, range)).toBe(expected);
});

it('refuses what is no range', () => {
  expect(() => isInRange('26.0.0', '>=newest')).toThrow('"\u003e=newest" is no range of versions.');
});
