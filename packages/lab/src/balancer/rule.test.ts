import { expect, test } from 'vitest';
import { isAmong, withoutCookies } from './rule.ts';

test('a share of requests is spread evenly', () => {
  const numbers = Array.from({ length: 100 }, (_, index) => index);
  expect(numbers.filter((number) => isAmong(0.3, number))).toHaveLength(30);
  expect(numbers.slice(0, 10).filter((number) => isAmong(0.3, number))).toEqual([3, 6, 9]);
  expect(numbers.filter((number) => isAmong(0, number))).toEqual([]);
});

test('only the cookies that are named are dropped', () => {
  const headers = { 'content-type': 'text/html', 'set-cookie': ['AUTH_SESSION_ID=a;Path=/', 'AUTH_SESSION_ID_HASH=b', 'KC_RESTART=c'] };
  expect(withoutCookies(headers, ['AUTH_SESSION_ID'])).toEqual({
    'content-type': 'text/html',
    'set-cookie': ['AUTH_SESSION_ID_HASH=b', 'KC_RESTART=c'],
  });
  expect(withoutCookies({ etag: 'x' }, ['KC_RESTART'])).toEqual({ etag: 'x' });
});
