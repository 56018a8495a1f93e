import type { Json } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describe as inWords, diff } from './diff.ts';
import type { Difference } from './diff.ts';
import recorded from './fixtures/lab-26.4.0.json' with { type: 'json' };
import { normalise } from './normalise.ts';

const objects: Readonly<Record<string, Json>> = recorded.objects;

const leaf = fc.oneof(fc.string({ minLength: 1 }), fc.integer(), fc.boolean());
const attributes = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,6}$/),
  fc.oneof(leaf, fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), leaf, { minKeys: 1 })),
  { minKeys: 1 },
);
const configuration = fc.dictionary(fc.stringMatching(/^client\/[a-z]{1,6}$/), attributes);

/** The same, with its members inserted in the opposite order. */
const turned = (value: Json): Json => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => turned(item as Json));
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, turned(member as Json)]),
  );
};

describe('equal configurations', () => {
  test('differ in nothing', () => {
    fc.assert(
      fc.property(configuration, (config) => {
        expect(diff(config, config)).toEqual([]);
      }),
    );
  });
  test('differ in nothing, whatever the order of their members', () => {
    fc.assert(
      fc.property(configuration, (config) => {
        expect(diff(config, turned(config) as typeof config)).toEqual([]);
      }),
    );
  });
  test('differ in nothing, whatever the order of their sets', () => {
    const shuffled = Object.fromEntries(Object.entries(objects).map(([name, object]) => [name, reversedSets(object)]));
    expect(diff(objects, Object.fromEntries(Object.entries(shuffled).map(([name, object]) => [name, normalise(object) ?? {}])))).toEqual(
      [],
    );
  });
});

/** Reverses the lists of plain text, but for those that are ranks. */
function reversedSets(value: Json, key = ''): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, reversedSets(member as Json, name)]));
  const items: readonly Json[] = value;
  const isRank = key === 'order' || key.endsWith('SignatureAlgorithms') || items.some((item) => typeof item === 'object');
  return isRank ? items : items.toReversed();
}

describe('one changed leaf', () => {
  const paths = Object.entries(objects).flatMap(([object, value]) => leavesOf(value).map((path) => ({ object, path })));
  test('is exactly that line, in a configuration recorded from a server', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), ({ object, path }) => {
        const changed = { ...objects, [object]: withLeaf(objects[object] ?? {}, path, 'something else') };
        expect(diff(objects, changed)).toEqual([
          { kind: 'changed', object, attribute: path.join('.'), before: valueAt(objects[object] ?? {}, path), after: 'something else' },
        ]);
      }),
      { numRuns: 100 },
    );
  });
  test('that is taken away is exactly that line', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), ({ object, path }) => {
        const changed = { ...objects, [object]: withLeaf(objects[object] ?? {}, path, undefined) };
        expect(diff(objects, changed)).toEqual([
          { kind: 'removed', object, attribute: path.join('.'), before: valueAt(objects[object] ?? {}, path) },
        ]);
      }),
      { numRuns: 100 },
    );
  });
});

function leavesOf(value: Json, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return path.length > 0 ? [path] : [];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member as Json, [...path, key]));
}

function withLeaf(value: Json, [key = '', ...rest]: readonly string[], leafValue: Json | undefined): Json {
  const members = value as Readonly<Record<string, Json>>;
  const next = rest.length === 0 ? leafValue : withLeaf(members[key] ?? {}, rest, leafValue);
  return Object.fromEntries(Object.entries({ ...members, [key]: next }).filter(([, member]) => member !== undefined)) as Json;
}

const valueAt = (value: Json, path: readonly string[]): Json =>
  path.reduce<Json>((at, key) => (at as Readonly<Record<string, Json>>)[key] ?? null, value);

test('an object that came or went is one line', () => {
  expect(diff({}, { 'client/portal': { enabled: true } })).toEqual([{ kind: 'added', object: 'client/portal', after: { enabled: true } }]);
  expect(diff({ 'client/portal': { enabled: true } }, {})).toEqual([
    { kind: 'removed', object: 'client/portal', before: { enabled: true } },
  ]);
});

test('a secret that is masked now is no difference; one that is gone is', () => {
  expect(diff({ a: { secret: '‹a secret›' } }, { a: { secret: '‹masked›' } })).toEqual([]);
  expect(diff({ a: { secret: '‹a secret›' } }, { a: {} })).toEqual([
    { kind: 'removed', object: 'a', attribute: 'secret', before: '‹a secret›' },
  ]);
});

describe('in words', () => {
  test.each<[Difference, string]>([
    [{ kind: 'added', object: 'client/portal', after: {} }, 'client/portal was added'],
    [{ kind: 'removed', object: 'client/portal', before: {} }, 'client/portal was removed'],
    [
      { kind: 'changed', object: 'realm', attribute: 'sslRequired', before: 'all', after: 'none' },
      'realm: sslRequired was all and is none',
    ],
    [{ kind: 'added', object: 'realm', attribute: 'scimApiEnabled', after: false }, 'realm: scimApiEnabled was set to false'],
    [
      { kind: 'changed', object: 'client/portal', attribute: 'redirectUris', before: ['a', 'b'], after: ['b', 'c'] },
      'client/portal: redirectUris: + c, - a',
    ],
    [
      { kind: 'moved', object: 'required-action-order', attribute: 'order', before: ['a', 'b'], after: ['b', 'a'] },
      'required-action-order: order: the order changed',
    ],
  ])('%j', (difference, words) => expect(inWords(difference)).toBe(words));
});
