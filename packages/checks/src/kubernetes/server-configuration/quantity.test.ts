import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalQuantity, unitsOf } from './quantity.ts';

describe('one amount is written in one way', () => {
  test.each([
    ['1024Mi', '1Gi'],
    ['1073741824', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['1000m', '1'],
    ['0.5', '500m'],
    ['.5', '500m'],
    ['1.50', '1500m'],
    ['1G', '1000000000'],
    ['1e3', '1000'],
    ['2E-1', '200m'],
    ['250000u', '250m'],
    ['0', '0'],
    ['+2', '2'],
    ['-1', '-1'],
  ])('%s is %s', (text, canonical) => expect(canonicalQuantity(text)).toBe(canonical));
  test.each(['', 'Mi', 'lots', '1Kb', '1 Gi', '0.3n'])('%j is no quantity, and stays', (text) =>
    expect(canonicalQuantity(text)).toBe(text),
  );
});

test('two ways to write an amount are one, and two amounts are two', () =>
  fc.assert(
    fc.property(fc.nat({ max: 1 << 20 }), fc.nat({ max: 1 << 20 }), (a, b) => {
      expect(canonicalQuantity(`${a}Mi`)).toBe(canonicalQuantity(String(a * 1024 * 1024)));
      expect(canonicalQuantity(`${a * 1000}m`)).toBe(canonicalQuantity(String(a)));
      expect(canonicalQuantity(`${a}Mi`) === canonicalQuantity(`${b}Mi`)).toBe(a === b);
      expect(canonicalQuantity(canonicalQuantity(`${a}m`))).toBe(canonicalQuantity(`${a}m`));
    }),
  ));

test.each([
  ['10Gi', 10_737_418_240],
  ['500M', 500_000_000],
  ['0', 0],
  ['-1', -1],
  ['1500m', 1],
  ['', undefined],
  ['ten', undefined],
  ['16Ei', undefined],
])('%s in whole units', (text, units) => expect(unitsOf(text)).toBe(units));
