import { expect, test } from 'vitest';
import { oneTimeCode, timeStep } from './totp.ts';

// Appendix B of RFC 6238: the seed "12345678901234567890" in base 32, and the last six of its eight digits.
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i seconds the code is %s', (seconds, code) => {
  expect(oneTimeCode(seed, timeStep(seconds * 1000))).toBe(code);
});

test('a seed may be written as people copy it', () => {
  expect(oneTimeCode('gezd gnbv gy3t qojq gezd gnbv gy3t qojq', 1)).toBe('287082');
});

test('what is no seed is refused without being repeated', () => {
  expect(() => oneTimeCode('not-a-seed!', 1)).toThrow(new RangeError('the seed is not base 32'));
});
