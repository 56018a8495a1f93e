import type { Json, JsonObject } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';
import type { Difference, Objects } from './difference.ts';
import { diff } from './differences.ts';
import { isList, isObject } from './same.ts';

/* What must hold of any two configurations, whatever their names and values are made of. */

/** Names that somebody may give, and those that a careless program takes for something else. */
const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.constantFrom(
    'a.b',
    'a/b',
    'a#b',
    '',
    '.',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'order',
    'attributes',
    'config',
    'executions',
    '🦊',
    'é',
    'é',
  ),
  fc.string({ minLength: 3_000, maxLength: 3_100 }),
);
const scalar = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('10', 10, 'true', true, ''),
);
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('value'), { maxLength: 3 }), members(tie('value'), 0)),
}));
const objects = fc
  .array(fc.tuple(fc.constantFrom('client', 'role', 'flow', 'realm'), name, members(value, 1)), { maxLength: 4 })
  .map((all): Objects => Object.fromEntries(all.map(([kind, of, content]) => [`${kind}/${of}`, content])));

function members(of: fc.Arbitrary<Json>, minLength: number): fc.Arbitrary<JsonObject> {
  return fc.array(fc.tuple(name, of), { minLength, maxLength: 4 }).map((all): JsonObject => Object.fromEntries(all));
}

const turned = ({ object, attribute, kind, before, after }: Difference): object => ({
  object,
  attribute,
  kind: kind === 'added' ? 'removed' : kind === 'removed' ? 'added' : kind,
  before: after,
  after: before,
});
const told = ({ object, attribute, kind, before, after }: Difference): object => ({ object, attribute, kind, before, after });

/** The same JSON with the members of every object the other way round. */
function reversed(json: Json): Json {
  if (isList(json)) return json.map(reversed);
  return isObject(json)
    ? Object.fromEntries(
        Object.entries(json)
          .toReversed()
          .map(([key, member]) => [key, reversed(member ?? null)]),
      )
    : json;
}

/** Every leaf: the members that lead to it. */
function leaves(json: Json | undefined, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (isList(json)) return json.flatMap((item, index) => leaves(item, [...path, index]));
  if (isObject(json)) return Object.entries(json).flatMap(([key, member]) => leaves(member, [...path, key]));
  return [path];
}

/** The same JSON with another value at the end of the path. */
function edited(json: Json, [step, ...rest]: readonly (string | number)[], to: (old: Json) => Json): Json {
  if (step === undefined) return to(json);
  if (isList(json)) return json.map((item, index) => (index === step ? edited(item, rest, to) : item));
  if (!isObject(json)) throw new Error('The path leads nowhere.');
  return Object.fromEntries(
    Object.entries(json).map(([key, member]) => [key, key === step ? edited(member ?? null, rest, to) : (member ?? null)]),
  );
}

test('a configuration has no difference to itself, in whatever order its members stand', () => {
  fc.assert(
    fc.property(objects, (all) => {
      expect(diff(all, all)).toEqual([]);
      expect(diff(all, reversed(all) as Objects)).toEqual([]);
    }),
  );
});

test('what differs from A to B differs from B to A, the other way round', () => {
  fc.assert(
    fc.property(objects, objects, (a, b) => {
      expect(diff(b, a).map(told)).toEqual(diff(a, b).map(turned));
    }),
  );
});

test('an edit of one leaf is just one line, at its place, whatever the names on the way', () => {
  fc.assert(
    fc.property(objects, fc.nat(), fc.boolean(), (all, choice, toText) => {
      const paths = leaves(all);
      const path = paths[choice % Math.max(1, paths.length)];
      if (path === undefined || path.length < 2) return;
      const to = (old: Json): Json => (toText ? `edited ${JSON.stringify(old)}` : { edited: old });
      const lines = diff(all, edited(all, path, to) as Objects);
      const ofList = path.findIndex((step) => typeof step === 'number');
      const place = ofList === -1 ? path : path.slice(0, ofList);
      expect(lines.map(({ object, attribute }) => [object, attribute])).toEqual([[place[0], place.slice(1).join('.')]]);
    }),
  );
});

test('an object or a member that is taken away is one line, and so is one that comes', () => {
  fc.assert(
    fc.property(objects, fc.nat(), (all, choice) => {
      const paths = leaves(all).filter((path) => path.every((step) => typeof step === 'string'));
      const path = paths[choice % Math.max(1, paths.length)];
      if (path === undefined) return;
      const without = edited(all, path.slice(0, -1), (holder) =>
        Object.fromEntries(Object.entries(isObject(holder) ? holder : {}).filter(([key]) => key !== path.at(-1))),
      ) as Objects;
      const expected = [path[0], path.length === 1 ? undefined : path.slice(1).join('.')];
      const place = ({ object, attribute, kind }: Difference): unknown[] => [object, attribute, kind];
      expect(diff(all, without).map(place)).toEqual([[...expected, 'removed']]);
      expect(diff(without, all).map(place)).toEqual([[...expected, 'added']]);
    }),
  );
});

test('a comparison as a whole is the same from either side', () => {
  const side = fc.record({
    objects,
    ids: fc.constant({}),
    ambiguous: fc.constant([]),
    unreadable: fc.subarray([{ kind: 'client' as const, what: 'GET /clients', needs: 'view-clients' }]),
  });
  fc.assert(
    fc.property(side, side, fc.boolean(), (a, b, strict) => {
      const onward = compare(a, b, { strict });
      const back = compare(b, a, { strict });
      expect(back.differences.map(told)).toEqual(onward.differences.map(turned));
      expect(back.unverifiable.length).toBe(onward.unverifiable.length);
    }),
  );
});

describe('an order that is made by numbers', () => {
  const flow = (order: readonly string[], numbers?: readonly number[]): Objects => ({
    'flow/browser': {
      alias: 'browser',
      executions: Object.fromEntries(order.map((step) => [step, { requirement: 'REQUIRED' }])),
      order: [...order],
      ...(numbers === undefined ? {} : { numbers: [...numbers] }),
    },
  });
  const lines = (a: Objects, b: Objects): readonly unknown[] =>
    diff(a, b).map(({ kind, attribute, before, after }) => [kind, attribute, before, after]);

  test('is renumbered where the numbers are others and the order is the same', () =>
    expect(lines(flow(['cookie', 'reset-password'], [10, 20]), flow(['cookie', 'reset-password'], [1, 2]))).toEqual([
      ['renumbered', 'order', [10, 20], [1, 2]],
    ]));

  test('is moved, and no more, where the order is another one', () =>
    expect(lines(flow(['a', 'b'], [10, 20]), flow(['b', 'a'], [1, 2]))).toEqual([['moved', 'order', ['a', 'b'], ['b', 'a']]]));

  test('tells of what came only that it came', () =>
    expect(lines(flow(['a', 'b'], [10, 20]), flow(['a', 'c', 'b'], [10, 15, 20]))).toEqual([
      ['added', 'executions.c', undefined, { requirement: 'REQUIRED' }],
    ]));

  test('says nothing of numbers that one side does not tell', () => expect(lines(flow(['a', 'b']), flow(['a', 'b'], [1, 2]))).toEqual([]));

  test('is an object of its own for required actions', () => {
    const actions = (numbers: readonly number[]): Objects => ({ 'required-action-order': { order: ['A', 'B'], numbers: [...numbers] } });
    expect(lines(actions([10, 20]), actions([1, 2]))).toEqual([['renumbered', 'order', [10, 20], [1, 2]]]);
  });

  test('counts the priorities of key providers together', () => {
    const keys = (rsa: string, hmac: string): Objects => ({
      'component/KeyProvider/rsa': { name: 'rsa', config: { priority: [rsa] } },
      'component/KeyProvider/hmac': { name: 'hmac', config: { priority: [hmac] } },
    });
    const kinds = (a: Objects, b: Objects, strict = false): readonly string[] =>
      compare(side(a), side(b), { strict }).differences.map(({ kind }) => kind);
    const side = (all: Objects) => ({ objects: all, ids: {}, ambiguous: [], unreadable: [] });
    expect(kinds(keys('100', '200'), keys('1', '2'))).toEqual(['renumbered', 'renumbered']);
    expect(kinds(keys('100', '200'), keys('2', '1'))).toEqual(['changed', 'changed']);
    expect(kinds(keys('100', '100'), keys('100', '200'))).toEqual(['changed']);
    expect(kinds(keys('100', '200'), keys('1', '2'), true)).toEqual(['changed', 'changed']);
    // Where one came, behind which the others stand now or before which, is not the same order.
    const third = { 'component/KeyProvider/new': { name: 'new', config: { priority: ['250'] } } };
    expect(kinds(keys('100', '200'), { ...keys('100', '300'), ...third })).toEqual(['changed', 'added']);
    expect(kinds({ ...keys('100', '200'), ...third }, keys('100', '300'))).toEqual(['changed', 'removed']);
  });
});
