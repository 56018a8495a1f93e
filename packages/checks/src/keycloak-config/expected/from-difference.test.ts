import { describe, expect, test } from 'vitest';
import type { ExpectedChange } from '@keycloak-release-gate/core';
import { compare } from '../diff/compare.ts';
import { RealmConfiguration } from '../evidence.ts';
import newRecorded from '../fixtures/lab-26.7.4.json' with { type: 'json' };
import oldRecorded from '../fixtures/lab-26.4.0.json' with { type: 'json' };
import { hold } from './announced.ts';
import { expectedOf } from './from-difference.ts';
import { isInPlace } from './in-place.ts';

const [old, upgraded] = [RealmConfiguration.parse(oldRecorded), RealmConfiguration.parse(newRecorded)];
const small = (objects: RealmConfiguration['objects'], ids: RealmConfiguration['ids'] = {}): RealmConfiguration => ({
  ...old,
  objects,
  ids,
});
const holdBetween = (before: RealmConfiguration, after: RealmConfiguration, changes: readonly ExpectedChange[]) =>
  hold(compare(before, after), before.objects, after.objects, changes, () => undefined);

describe('what is written from a comparison announces all of it, and nothing else', () => {
  test.each<[string, RealmConfiguration, RealmConfiguration]>([
    ['an upgrade', old, upgraded],
    ['a downgrade', upgraded, old],
    ['a list', small({ 'client/a': { redirectUris: ['x', 'y'] } }), small({ 'client/a': { redirectUris: ['y', 'z'] } })],
    ['a list that came', small({ 'client/a': {} }), small({ 'client/a': { redirectUris: ['y', 'z'] } })],
    ['a list that went', small({ 'client/a': { redirectUris: ['y', 'z'] } }), small({ 'client/a': {} })],
    ['a mapper', small({ 'client/a': {} }), small({ 'client/a': { protocolMappers: { email: { config: { x: '1' } } } } })],
    [
      'a key',
      small({ 'key/RS256:SIG:rsa': { status: 'ACTIVE' } }, { 'key/RS256:SIG:rsa': '1' }),
      small({ 'key/RS256:SIG:rsa': { status: 'ACTIVE' } }, { 'key/RS256:SIG:rsa': '2' }),
    ],
    ['an order', small({ 'flow/a': { order: ['x', 'y'] } }), small({ 'flow/a': { order: ['y', 'x'] } })],
    ['a secret that came', small({ 'client/a': {} }), small({ 'client/a': { secret: '‹a secret›' } })],
  ])('%s', (_name, before, after) => {
    const changes = compare(before, after).differences.flatMap(expectedOf);
    expect(changes.length).toBeGreaterThan(0);
    const held = holdBetween(before, after, changes);
    expect({ broken: held.broken, unexpected: held.lines.flatMap(({ unexpected }) => unexpected ?? []) }).toEqual({
      broken: [],
      unexpected: [],
    });
    // Each of them is needed: without one, its line shows.
    for (const left of changes) {
      const short = holdBetween(
        before,
        after,
        changes.filter((change) => change !== left),
      );
      expect(short.lines.some(({ unexpected }) => unexpected !== undefined)).toBe(true);
    }
    expect(changes.filter((change) => isInPlace(change, after.objects) === false)).toEqual([]);
  });
});

test('a name is announced as one that comes and one that goes', () => {
  const [before, after] = [small({ 'role/a': { name: 'a' } }, { 'role/a': '1' }), small({ 'role/b': { name: 'b' } }, { 'role/b': '1' })];
  const changes = compare(before, after).differences.flatMap(expectedOf);
  expect(changes).toEqual([
    { object: 'role/b', change: { op: 'is added' } },
    { object: 'role/a', change: { op: 'is removed' } },
  ]);
  expect(holdBetween(before, after, changes)).toMatchObject({ broken: [], lines: [{ announced: true }] });
});
