import { expect, test } from 'vitest';
import { Confirmation } from './confirmation.ts';
import { nameOfAuthor, samePerson } from './confirmed.ts';

test.each([
  ['case and spaces', 'Ann Author', '  ANN \u00A0author '],
  ['full-width letters', 'Ann Author', 'Ａｎｎ Ａｕｔｈｏｒ'],
  ['an accent that is composed, combined or left out', 'José', 'Jose\u0301'],
  ['no accent at all', 'José', 'jose'],
  ['invisible characters', 'Ann Author', 'A\u200Bnn\u2060 Auth\u00ADor'],
  ['the order of the names', 'Ann Author', 'Author, Ann'],
  ['punctuation', 'A. N. Author', 'A N Author'],
  ['letters without a small form', 'Anna Strauß', 'ANNA STRAUSS'],
  ['the Turkish i', 'İpek', 'ipek'],
])('one person, whatever %s', (_name, a, b) => {
  expect(samePerson(a, b)).toBe(true);
});

test.each([
  ['Ann Author', 'Anna Author'],
  ['Ann Author', 'Ann'],
  ['Ян', 'Иван'],
])('%s and %s are two', (a, b) => {
  expect(samePerson(a, b)).toBe(false);
});

const given = (more: object = {}): Confirmation =>
  Confirmation.parse({
    type: 'on the call',
    release: 'r',
    person: 'Dana Devops',
    role: 'DevOps',
    statement: 'I am here.',
    confirmedAt: '2026-11-30T19:30:00Z',
    validFrom: '2026-11-30T19:30:00Z',
    expiresAt: '2026-11-30T23:30:00Z',
    ...more,
  });

test('the author confirms neither for themselves nor for others', () => {
  expect(nameOfAuthor(given(), 'Ann Author')).toBeUndefined();
  expect(nameOfAuthor(given({ person: 'ann author' }), 'Ann Author')).toBe('ann author');
  expect(nameOfAuthor(given({ confirmedBy: 'AUTHOR Ann' }), 'Ann Author')).toBe('AUTHOR Ann');
  expect(nameOfAuthor(given({ confirmedBy: 'Tess Tester' }), 'Ann Author')).toBeUndefined();
  expect(nameOfAuthor(given({ confirmedBy: 'Tess Tester', gitUser: 'ann author' }), 'Ann Author')).toBe('ann author');
});

test.each([
  ['a person who is a space', { person: ' ' }],
  ['a person who is a dash', { person: '—' }],
  ['an address that a browser would run', { evidenceUrl: 'javascript:alert(1)' }],
  ['a time without an offset', { expiresAt: '2026-11-30T23:30:00' }],
])('%s is no confirmation', (_name, more) => {
  expect(() => given(more)).toThrow(/invalid|Invalid|a name/);
});
