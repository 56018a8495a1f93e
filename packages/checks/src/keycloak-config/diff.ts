import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { canonicalJson } from '@keycloak-release-gate/core';
import { isUnverifiable } from './secret-state.ts';

/**
 * What happened: `added` was not there, `removed` is gone, `changed` has another value, `moved` the same members in another order,
 * `renamed` the same id under another name (`before` and `after` are the names), `renumbered` other numbers for the same order.
 */
export type DifferenceKind = 'added' | 'removed' | 'changed' | 'moved' | 'renamed' | 'renumbered';

/** One difference: an attribute of an object, or (without an attribute) a whole object. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** Its kind and name: `client/portal`. */
  readonly object: string;
  /** The path inside of it: `redirectUris`, `protocolMappers.email.config.claim.name`. */
  readonly attribute?: string;
  readonly before?: Json;
  readonly after?: Json;
  /** What a person should know beside it. */
  readonly note?: string;
}

type Objects = Readonly<Record<string, Json>>;

/**
 * All differences between two configurations, in the order of their names. A secret that was readable and is masked now (or
 * the other way round) is no difference: whether it changed cannot be seen.
 */
export function diff(before: Objects, after: Objects): readonly Difference[] {
  return keysOf(before, after).flatMap((object): readonly Difference[] => {
    const old = before[object];
    const now = after[object];
    if (old === undefined) return now === undefined ? [] : [{ kind: 'added', object, after: now }];
    if (now === undefined) return [{ kind: 'removed', object, before: old }];
    return attributes(old, now, []).map((difference) => ({ object, ...difference }));
  });
}

function attributes(before: Json | undefined, after: Json | undefined, path: readonly string[]): readonly Omit<Difference, 'object'>[] {
  if (isObject(before) && isObject(after))
    return keysOf(before, after).flatMap((key) => attributes(before[key], after[key], [...path, key]));
  if (isUnverifiable(before, after)) return [];
  if (before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after)) return [];
  return [
    {
      kind: kindOf(before, after),
      attribute: path.join('.'),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

function kindOf(before: Json | undefined, after: Json | undefined): DifferenceKind {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  return isList(before) && isList(after) && sameMembers(before, after) ? 'moved' : 'changed';
}

function sameMembers(before: readonly Json[], after: readonly Json[]): boolean {
  const sorted = (list: readonly Json[]): string => canonicalJson(list.map((item) => canonicalJson(item)).toSorted());
  return before.length === after.length && sorted(before) === sorted(after);
}

const keysOf = (a: JsonObject, b: JsonObject): readonly string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted();

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as a person reads it: of lists, only what came or went is told by `describe`. */
export const show = (value: Json): string => (typeof value === 'string' ? value : canonicalJson(value));

/** What happened, in one line. */
export function describe({ object, attribute, before, after }: Difference): string {
  if (attribute === undefined) return before === undefined ? `${object} was added` : `${object} was removed`;
  const what = `${object}: ${attribute}`;
  if (before === undefined) return `${what} was set to ${cut(show(after ?? null))}`;
  if (after === undefined) return `${what} was removed; it was ${cut(show(before))}`;
  const changes = listChanges(before, after);
  return changes === undefined ? `${what} was ${cut(show(before))} and is ${cut(show(after))}` : `${what}: ${changes}`;
}

function listChanges(before: Json, after: Json): string | undefined {
  if (!Array.isArray(before) || !Array.isArray(after)) return undefined;
  const old = new Set((before as readonly Json[]).map(show));
  const now = new Set((after as readonly Json[]).map(show));
  const added = [...now].filter((item) => !old.has(item));
  const removed = [...old].filter((item) => !now.has(item));
  if (added.length + removed.length === 0) return 'the order changed';
  return [...added.map((item) => `+ ${cut(item)}`), ...removed.map((item) => `- ${cut(item)}`)].join(', ');
}

const cut = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
