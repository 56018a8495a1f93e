import { describe, expect, test } from 'vitest';
import type { Rewrite, Value } from './explanation.ts';
import { appears, gains, gainsOf, goes, inserts, movesBehind, turns } from './rewrites.ts';

const place = { object: 'client/portal', whole: {} };
const made = (rewrite: Rewrite, before: Value, target?: Value): Value => rewrite(before, target, place);

describe('a rewrite does its work where its precondition is met, and nowhere else', () => {
  test('appears', () => {
    expect(made(appears('false'), undefined)).toBe('false');
    expect(made(appears('false'), 'true')).toBe('true');
  });
  test('goes', () => {
    expect(made(goes('on', 'off'), 'off')).toBeUndefined();
    expect(made(goes('on', 'off'), 'by hand')).toBe('by hand');
    expect(made(goes('on', 'off'), undefined)).toBeUndefined();
  });
  test('turns', () => {
    expect(made(turns(['ES256'], ['ES256', 'RS256']), ['ES256'])).toEqual(['ES256', 'RS256']);
    expect(made(turns(['ES256'], ['ES256', 'RS256']), ['ES512'])).toEqual(['ES512']);
    expect(made(turns('a', 'b'), undefined)).toBeUndefined();
  });
  test('gains', () => {
    expect(made(gains('basic'), ['web-origins', 'acr'])).toEqual(['acr', 'basic', 'web-origins']);
    const known = ['web-origins', 'basic'];
    // What has it already stays just as it is.
    expect(made(gains('basic'), known)).toBe(known);
    expect(made(gains('basic'), undefined)).toEqual(['basic']);
    expect(made(gains('basic'), 'text')).toBe('text');
  });
  test('gainsOf', () => {
    expect(
      made(
        gainsOf((before) => (before === undefined ? [] : ['b'])),
        ['a'],
      ),
    ).toEqual(['a', 'b']);
    expect(
      made(
        gainsOf((before) => (before === undefined ? [] : ['b'])),
        undefined,
      ),
    ).toBeUndefined();
  });
  test('inserts', () => {
    expect(made(inserts('b'), ['a', 'c'], ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    expect(made(inserts('c'), ['a', 'b'], ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    // It goes where it is now; that others changed places is not its doing.
    expect(made(inserts('b'), ['a', 'c'], ['c', 'b', 'a'])).toEqual(['b', 'a', 'c']);
    expect(made(inserts('b'), ['a', 'b'], ['b', 'a'])).toEqual(['a', 'b']);
    expect(made(inserts('b'), ['a'], ['a'])).toEqual(['a']);
    expect(made(inserts('b'), undefined, ['b'])).toBeUndefined();
  });
  test('movesBehind', () => {
    expect(made(movesBehind('mail', 'code', 'password'), ['password', 'code', 'mail', 'terms'])).toEqual([
      'mail',
      'code',
      'password',
      'terms',
    ]);
    expect(made(movesBehind('mail', 'code'), ['code', 'terms'])).toEqual(['code', 'terms']);
    expect(made(movesBehind('mail', 'code'), ['mail', 'terms'])).toEqual(['mail', 'terms']);
  });
});
