import { expect, test } from 'vitest';
import { ExpectedChange, wordsOfChange } from './expected-change.ts';

test.each<[ExpectedChange, string]>([
  [{ object: 'client/portal' }, 'client/portal'],
  [{ object: 'client/portal', attribute: 'redirectUris', change: { op: 'changes' } }, 'client/portal: redirectUris'],
  [
    { object: 'client/portal', attribute: 'redirectUris', change: { op: 'adds', value: 'https://portal.example/*' } },
    'client/portal: redirectUris adds https://portal.example/*',
  ],
  [
    { object: 'realm', attribute: 'bruteForceProtected', change: { op: 'becomes', value: true, from: false } },
    'realm: bruteForceProtected becomes true (it was false)',
  ],
  [{ object: 'role/auditor', change: { op: 'is added' } }, 'role/auditor is added'],
])('%j in words', (change, words) => {
  expect(ExpectedChange.parse(change)).toEqual(change);
  expect(wordsOfChange(change)).toBe(words);
});
