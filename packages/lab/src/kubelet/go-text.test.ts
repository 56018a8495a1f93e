import { expect, test } from 'vitest';
import { goDuration, nowRfc3339Nano, rfc3339 } from './go-text.ts';

test.each([
  [0, '0s'],
  [87, '87ms'],
  [1234, '1.234s'],
  [10_000, '10s'],
  [160_000, '2m40s'],
  [300_000, '5m0s'],
  [3_600_000, '1h0m0s'],
])('%i ms is %s', (milliseconds, text) => {
  expect(goDuration(milliseconds)).toBe(text);
});

test('times are those of Kubernetes', () => {
  expect(rfc3339(new Date('2026-01-02T03:04:05.999Z'))).toBe('2026-01-02T03:04:05Z');
  expect(nowRfc3339Nano()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
  expect(Math.abs(Date.parse(nowRfc3339Nano()) - Date.now())).toBeLessThan(1000);
});
