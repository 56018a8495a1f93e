import { describe, expect, it } from 'vitest';
import { createRecount } from './recount.ts';

const second = '2026-11-23T21:00:01';
const line = (nanos: number, at = second): { readonly key: string; readonly text: string } => ({
  key: `${at}.${String(nanos).padStart(9, '0')}Z`,
  text: '',
});

describe('the lines of a second, read once more', () => {
  it('are the same where the last known one is in its place', () => {
    const recount = createRecount({ second, count: 3, last: line(2).key });
    expect([line(1), line(3), line(2)].map((each) => recount.count(each))).toEqual([undefined, undefined, true]);
  });

  it('are not where another one is in its place: the newer ones are kept', () => {
    const recount = createRecount({ second, count: 2, last: line(2).key });
    expect([line(5), line(6)].map((each) => recount.count(each))).toEqual([undefined, false]);
    expect(recount.newer).toEqual([line(5), line(6)]);
  });

  it('are not where the second is over too soon, however many were known', () => {
    const recount = createRecount({ second, count: 1_000_000, last: line(2).key });
    expect(recount.count(line(0, '2026-11-23T21:00:02'))).toBe(false);
  });
});
