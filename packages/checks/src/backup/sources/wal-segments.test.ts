import { expect, test } from 'vitest';
import { segmentsBetween } from './wal-segments.ts';

const name = (high: string, low: string): string => `00000001${high.padStart(8, '0')}${low.padStart(8, '0')}`;

test.each<[string, readonly [string, string], readonly [string, string], string | undefined, readonly string[] | undefined]>([
  ['one', ['0', '2'], ['0', '2'], '0/2000028', [name('0', '2')]],
  ['several', ['0', 'A'], ['0', 'C'], undefined, [name('0', 'A'), name('0', 'B'), name('0', 'C')]],
  ['over the end of a half', ['0', 'FE'], ['1', '0'], '0/FE000028', [name('0', 'FE'), name('0', 'FF'), name('1', '0')]],
  ['of 64 MB', ['2', '3E'], ['3', '0'], '2/F8000028', [name('2', '3E'), name('2', '3F'), name('3', '0')]],
  ['over the end of a half, of an unknown size', ['0', 'FE'], ['1', '0'], undefined, undefined],
  ['backwards', ['0', '3'], ['0', '2'], undefined, undefined],
])('%s', (_name, first, last, lsn, expected) => expect(segmentsBetween(name(...first), name(...last), lsn)).toEqual(expected));

test('two time lines, or no name of a segment', () => {
  expect(segmentsBetween(name('0', '2'), name('0', '3').replace('1', '2'), undefined)).toBeUndefined();
  expect(segmentsBetween('0000000100000000', name('0', '3'), undefined)).toBeUndefined();
});
