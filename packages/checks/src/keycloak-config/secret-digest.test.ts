import { expect, test } from 'vitest';
import { secretDigest } from './secret-digest.ts';
import { isUnverifiable } from './secret-state.ts';

const key = 'a key of the environment, kept where its other secrets are';
const at = (environment: string, path: string, secret: string, withKey = key): string => secretDigest(withKey, environment)(path, secret);

test('the same secret at the same place is the same, and another one is not', () => {
  const before = at('acc', 'client/portal.secret', 's3cr3t');
  expect(before).toMatch(/^‹secret [0-9a-f]{8}:[0-9a-f]{32}›$/);
  expect(at('acc', 'client/portal.secret', 's3cr3t')).toBe(before);
  expect(at('acc', 'client/portal.secret', 'other')).not.toBe(before);
  expect(isUnverifiable(before, at('acc', 'client/portal.secret', 'other'))).toBe(false);
});

test('no digest is the same at another place or in another environment, and those of other keys cannot be compared', () => {
  const digests = [
    at('acc', 'client/portal.secret', 's3cr3t'),
    at('acc', 'client/shop.secret', 's3cr3t'),
    at('prod', 'client/portal.secret', 's3cr3t'),
    at('acc', 'client/portal.secret', 's3cr3t', 'another key'),
  ];
  expect(new Set(digests).size).toBe(4);
  expect(isUnverifiable(digests[0], digests[2])).toBe(true);
  expect(isUnverifiable(digests[0], digests[3])).toBe(true);
  expect(isUnverifiable(digests[0], '‹masked›')).toBe(true);
});
