import { expect, it } from 'vitest';
import { hoursOf } from './coverage.ts';

const at = (hour: number): string => new Date(Date.UTC(2026, 10, 23, hour)).toISOString();
const stretch = (from: number, to: number) => ({ from: at(from), to: at(to) });

it('counts what two sources share once, and no hour between them', () => {
  expect(hoursOf([])).toBe(0);
  expect(hoursOf([stretch(0, 6)])).toBe(6);
  expect(hoursOf([stretch(8, 10), stretch(0, 6), stretch(4, 7), stretch(1, 2)])).toBe(9);
});
