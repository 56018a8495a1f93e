import type { Json } from '@keycloak-release-gate/core';
import { isList, same } from './explanation.ts';
import type { Rewrite, Value } from './explanation.ts';

/** It was not there, and has this value now. */
export const appears =
  (value: Json): Rewrite =>
  (before) =>
    before === undefined ? value : before;

/** It had one of these values, and is no longer there. */
export const goes =
  (...values: readonly Json[]): Rewrite =>
  (before) =>
    values.some((value) => same(before, value)) ? undefined : before;

/** It had the first value and has the second. */
export const turns =
  (from: Json, to: Json): Rewrite =>
  (before) =>
    same(before, from) ? to : before;

/** A set has these members too; where there was none, it has them alone. Sorted, as sets are. */
export const gains =
  (...members: readonly Json[]): Rewrite =>
  (before) =>
    gained(before, members);

/** The same, with members that depend on what is there. */
export const gainsOf =
  (members: (before: Value) => readonly Json[]): Rewrite =>
  (before) =>
    gained(before, members(before));

function gained(before: Value, members: readonly Json[]): Value {
  if (before !== undefined && !isList(before)) return before;
  const had = before ?? [];
  const all = [...had, ...members.filter((member) => !had.some((each) => same(each, member)))];
  return all.length === had.length ? before : all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** A ranked list has one more member; its place is where it is now, as the numbers that make the order are not known. */
export const inserts =
  (member: string): Rewrite =>
  (before, target) => {
    if (!isList(before) || !isList(target) || before.includes(member) || !target.includes(member)) return before;
    const followers = new Set(target.slice(target.indexOf(member) + 1));
    const at = before.findIndex((each) => followers.has(each));
    return at === -1 ? [...before, member] : before.toSpliced(at, 0, member);
  };

/** Members of a ranked list stand right behind another one now, in this order. */
export const movesBehind =
  (anchor: string, ...members: readonly string[]): Rewrite =>
  (before) => {
    if (!isList(before) || !before.includes(anchor)) return before;
    const moving = members.filter((member) => before.includes(member));
    const others = before.filter((each) => !moving.some((member) => member === each));
    return others.toSpliced(others.indexOf(anchor) + 1, 0, ...moving);
  };
