import { expect, it } from 'vitest';
import { obstacle } from './obstacle.ts';
import type { Standing } from './obstacle.ts';

const user = { id: '1', username: 'robin', enabled: true, requiredActions: [] };
const none = { failures: 0, disabled: false };
const guard = { locksAfter: 5 };
const refused = { at: '2026-11-23T21:00:00.000Z', code: 'BAD_CREDENTIALS', file: '/state/1.refused.json' };
const why = (seen: Standing, before?: typeof refused): string | undefined => obstacle(seen, before)?.code;

it('a login is tried with a user that is enabled, has nothing to do first, and no failure on record', () => {
  expect(why({ user, guard, bruteForce: none })).toBeUndefined();
  expect(why({})).toBeUndefined();
});

it('a login is never tried with a failure on record at the server, or a lock', () => {
  expect(why({ user, guard, bruteForce: { failures: 1, disabled: false } })).toBe('LOCKED');
  expect(why({ user, guard, bruteForce: { failures: 0, disabled: true } })).toBe('LOCKED');
});

it('nor with credentials that were refused before, until the server forgave them', () => {
  expect(why({ user, guard, bruteForce: none }, refused)).toBeUndefined();
  // A realm that counts nothing forgives nothing, and neither does one that cannot be asked.
  expect(why({ user, guard: {}, bruteForce: none }, refused)).toBe('LOCKED');
  expect(why({ user, guard }, refused)).toBe('LOCKED');
  expect(why({ user, bruteForce: none }, refused)).toBe('LOCKED');
  expect(why({}, refused)).toBe('LOCKED');
  expect(obstacle({}, refused)?.detail).toBe(
    'these credentials were refused at 2026-11-23T21:00:00.000Z (BAD_CREDENTIALS), as /state/1.refused.json notes; other credentials are tried, or the same ones once it is deleted',
  );
});

it('nor where what became of them is not known, or where a note of it cannot be read', () => {
  expect(obstacle({ user, guard: {} }, { ...refused, code: 'EXPIRED' })?.detail).toMatch(/^these credentials may have been refused at /);
  expect(obstacle({ user, guard: {} }, { file: '/state/1.refused.json' })).toEqual({
    stage: 'prepare',
    code: 'LOCKED',
    detail: 'a refused login is noted in /state/1.refused.json, which cannot be read; a login is tried once it is deleted',
  });
});

it('nor with a user that is disabled, or that has something to do first', () => {
  expect(why({ user: { ...user, enabled: false } })).toBe('USER_DISABLED');
  expect(obstacle({ user: { ...user, requiredActions: ['UPDATE_PASSWORD'] } }, undefined)).toEqual({
    stage: 'prepare',
    code: 'REQUIRED_ACTION',
    detail: 'UPDATE_PASSWORD',
  });
});
