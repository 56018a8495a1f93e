import type { Json } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import type { RealmConfiguration } from '../evidence.ts';
import { configurationNotWeakened } from '../not-weakened.ts';
import { riskRules } from './index.ts';
import type { Objects, Rule } from './rule.ts';
import { sampleRealm } from './sample-realm.ts';
import { isObject } from './values.ts';
import type { Path } from './values.ts';

/** A change of a realm. */
export type Change = (objects: Objects) => Objects;

/** A change that a rule tells, and one near it that it does not. */
export interface Trial {
  /** What the realm has to be like before. */
  readonly given?: Change;
  readonly worse: Change;
  readonly near: Change;
  /** The object that is told about. */
  readonly at: string;
  /** Other rules that the same change breaks, at the same object. */
  readonly also?: readonly string[];
}

/** Sets a member of an object, which need not be there; without a value it is taken away. */
export const set =
  (object: string, path: Path, value?: Json): Change =>
  (objects) => ({ ...objects, [object]: put(objects[object] ?? {}, path, value) });

/** Takes an object away. */
export const drop =
  (object: string): Change =>
  (objects) =>
    Object.fromEntries(Object.entries(objects).filter(([key]) => key !== object));

/** One change after the other. */
export const both =
  (...changes: readonly Change[]): Change =>
  (objects) =>
    changes.reduce((result, change) => change(result), objects);

function put(value: Json, [name, ...rest]: Path, wanted: Json | undefined): Json {
  if (name === undefined) return wanted ?? {};
  const members = isObject(value) ? value : {};
  const others = Object.entries(members).filter(([key]) => key !== name);
  if (rest.length === 0 && wanted === undefined) return Object.fromEntries(others);
  return Object.fromEntries([...others, [name, rest.length === 0 ? (wanted ?? {}) : put(members[name] ?? {}, rest, wanted)]]);
}

const realmWith = (objects: Objects): RealmConfiguration => ({ ...sampleRealm, objects });

/** What the check finds between two configurations, of an environment with an encrypted address. */
export const found = (before: Objects, now: Objects, words: object = {}) =>
  configurationNotWeakened.check.judge(
    { before: realmWith(before), now: realmWith(now) },
    configurationNotWeakened.check.expects.parse(words),
    { about: 'lab', now: '2026-11-27T08:00:00Z' },
  ).findings;

const told = (before: Objects, now: Objects): readonly (readonly string[])[] =>
  found(before, now).map(({ severity, subject }) => [subject, severity]);

/** Every rule of a theme is tried: it tells a change that makes worse, not one near it, and not the way back. */
export function tried(rules: readonly Rule[], trials: Readonly<Record<string, Trial>>): void {
  test('every rule is tried', () => expect(Object.keys(trials).toSorted()).toEqual(rules.map(({ id }) => id).toSorted()));

  for (const rule of rules) {
    const trial = trials[rule.id];
    if (!trial) continue;
    const { given = (objects) => objects, worse, near, at, also = [] } = trial;
    const before = given(sampleRealm.objects);

    test(`${rule.id} tells what it is there for`, () =>
      expect(told(before, worse(before))).toEqual(
        rulesOf([rule.id, ...also]).map(({ id, severity }) => [`realm/lab/${at}#${id}`, severity]),
      ));
    test(`${rule.id} does not tell what is near it`, () => expect(told(before, near(before))).toEqual([]));
    test(`${rule.id} does not tell the way back`, () => expect(told(worse(before), before)).toEqual([]));
  }
}

/** The rules of these ids, in the order in which they are told. */
const rulesOf = (ids: readonly string[]): readonly Rule[] => riskRules.filter(({ id }) => ids.includes(id));
