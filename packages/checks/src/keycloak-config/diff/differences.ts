import { canonicalJson } from '@keycloak-release-gate/core';
import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { isUnverifiable } from '../secret-state.ts';
import type { Difference, DifferenceKind, Objects } from './difference.ts';
import { isList, isObject, own, same } from './same.ts';

/** Members that only hold others: where one is missing as a whole, each of its members came or went. */
const containers = new Set([
  'attributes',
  'authenticationFlowBindingOverrides',
  'browserSecurityHeaders',
  'config',
  'executions',
  'protocolMappers',
  'smtpServer',
]);

/**
 * All differences between two configurations, in the order of their names. Where both sides hold a secret and nobody can tell
 * whether it is the same one, there is no difference: `unverifiable` lists those.
 */
export function diff(before: Objects, after: Objects): readonly Difference[] {
  return keysOf(before, after).flatMap((object): readonly Difference[] => {
    const old = own(before, object);
    const now = own(after, object);
    // Most objects are the same, in most comparisons.
    if (same(old, now)) return [];
    if (old === undefined) return now === undefined ? [] : [{ kind: 'added', object, after: now }];
    if (now === undefined) return [{ kind: 'removed', object, before: old }];
    return (ranksOfKinds.has(object) ? orderOf(old, now) : attributesOf(old, now)).map((difference) => ({
      object,
      ...difference,
      ...placeOf(difference, now),
    }));
  });
}

/** Objects that are the rank of others, each of which is an object of its own. */
const ranksOfKinds: ReadonlySet<string> = new Set(['required-action-order', 'init-container-order']);

function orderOf(old: Json, now: Json): readonly Omit<Difference, 'object'>[] {
  return isObject(old) && isObject(now) && isList(own(old, 'order')) && isList(own(now, 'order'))
    ? ranks('order', old, now)
    : attributesOf(old, now);
}

/** What differs inside of one object. */
function attributesOf(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly string[] = [],
): readonly Omit<Difference, 'object'>[] {
  if (same(before, after)) return [];
  const old = before === undefined && containers.has(path.at(-1) ?? '') ? {} : before;
  const now = after === undefined && containers.has(path.at(-1) ?? '') ? {} : after;
  if (isObject(old) && isObject(now))
    return keysOf(old, now).flatMap((key) => {
      const [was, is] = [own(old, key), own(now, key)];
      const isOfRank = (key === 'order' || key === 'numbers') && isRank(own(old, 'order'), old) && isRank(own(now, 'order'), now);
      if (!isOfRank) return attributesOf(was, is, [...path, key]);
      return key === 'order' ? ranks([...path, key].join('.'), old, now) : [];
    });
  if (isUnverifiable(before, after)) return [];
  const values = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  return [{ kind: kindOf(before, after), ...(path.length === 0 ? {} : { attribute: path.join('.') }), ...values }];
}

/** True for a list that ranks what stands beside it: where something else is called `order`, it is a value like any other. */
const isRank = (order: Json | undefined, beside: JsonObject): order is readonly Json[] =>
  isList(order) &&
  order.every(
    (item) =>
      typeof item === 'string' &&
      (Object.hasOwn(beside, item) || Object.values(beside).some((member) => isObject(member) && Object.hasOwn(member, item))),
  );

/** What came of a rank: other places, or the same ones by other numbers. */
function ranks(attribute: string, old: JsonObject, now: JsonObject): readonly Omit<Difference, 'object'>[] {
  const [before, after] = [own(old, 'order'), own(now, 'order')];
  if (!isList(before) || !isList(after)) return [];
  const moved = moves(attribute, before, after);
  return moved.length > 0 ? moved : renumbered(attribute, [before, own(old, 'numbers')], [after, own(now, 'numbers')]);
}

type Numbered = readonly [order: readonly Json[], numbers: Json | undefined];

/** Other numbers of those that are on both sides; nothing where one side tells none. */
function renumbered(attribute: string, before: Numbered, after: Numbered): readonly Omit<Difference, 'object'>[] {
  const [old, now] = [before, after].map(([order, numbers]) =>
    isList(numbers) && numbers.length === order.length ? new Map(order.map((item, index) => [item, numbers[index] ?? null])) : undefined,
  );
  if (!old || !now) return [];
  const common = after[0].filter((item) => old.has(item));
  const [were, are] = [old, now].map((numbers) => common.map((item) => numbers.get(item) ?? null));
  return same(were, are) || were === undefined || are === undefined
    ? []
    : [{ kind: 'renumbered', attribute, before: were, after: are, note: 'other numbers, the same order' }];
}

/** A rank of members that are told one by one: who came or went is no line of its own, who changed places is. */
function moves(attribute: string, before: readonly Json[], after: readonly Json[]): readonly Omit<Difference, 'object'>[] {
  const common = (list: readonly Json[], other: readonly Json[]): readonly Json[] => list.filter((item) => other.includes(item));
  return same(common(before, after), common(after, before)) ? [] : [{ kind: 'moved', attribute, before, after }];
}

/** Where among its like a member stands that came. */
function placeOf({ kind, attribute = '' }: Omit<Difference, 'object'>, object: Json): { readonly note?: string } {
  const order = kind === 'added' && isObject(object) && attribute.startsWith('executions.') ? object['order'] : undefined;
  const place = isList(order) ? order.indexOf(attribute.slice('executions.'.length)) : -1;
  return place < 0 || !isList(order) ? {} : { note: `at place ${place + 1} of ${order.length}` };
}

function kindOf(before: Json | undefined, after: Json | undefined): DifferenceKind {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  return isList(before) && isList(after) && sameMembers(before, after) ? 'moved' : 'changed';
}

/** Sets are sorted when they are read: the same members in another order are a list whose order means something. */
function sameMembers(before: readonly Json[], after: readonly Json[]): boolean {
  const sorted = (list: readonly Json[]): string => canonicalJson(list.map((item) => canonicalJson(item)).toSorted());
  return before.length === after.length && sorted(before) === sorted(after);
}

const keysOf = (a: JsonObject, b: JsonObject): readonly string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted();
