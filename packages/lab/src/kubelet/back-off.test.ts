import { expect, test } from 'vitest';
import { makeBackOff } from './back-off.ts';

const at = (seconds: number): Date => new Date(seconds * 1000);

test('the first failure costs nothing, then the pause doubles up to its maximum', () => {
  const backOff = makeBackOff({ baseSeconds: 10, maxSeconds: 30 });
  expect(backOff.remaining('c', at(0), at(0))).toBe(0);
  backOff.next('c', at(0));
  expect(backOff.remaining('c', at(1), at(4))).toBe(7_000);
  expect(backOff.remaining('c', at(1), at(11))).toBe(0);
  backOff.next('c', at(1));
  expect(backOff.pause('c')).toBe(20_000);
  backOff.next('c', at(30));
  expect(backOff.pause('c')).toBe(30_000);
});

test('what went well for twice the maximum starts afresh', () => {
  const backOff = makeBackOff({ baseSeconds: 10, maxSeconds: 30 });
  backOff.next('c', at(0));
  backOff.next('c', at(20));
  expect(backOff.remaining('c', at(81), at(81))).toBe(0);
  backOff.next('c', at(81));
  expect(backOff.pause('c')).toBe(10_000);
});

test('each thing has its own back-off', () => {
  const backOff = makeBackOff({ baseSeconds: 10, maxSeconds: 30 });
  backOff.next('pod/a', at(0));
  expect(backOff.remaining('pod/b', at(1), at(1))).toBe(0);
  backOff.forget('pod');
  expect(backOff.remaining('pod/a', at(1), at(1))).toBe(0);
});
