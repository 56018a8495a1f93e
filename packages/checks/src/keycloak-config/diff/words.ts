import { canonicalJson } from '@keycloak-release-gate/core';
import type { Json } from '@keycloak-release-gate/core';
import type { Difference } from './difference.ts';
import { isList } from './same.ts';

/** A value as a person reads it: of lists, only what came or went is told by `describe`. */
export const show = (value: Json): string => (typeof value === 'string' ? value : canonicalJson(value));

/** What happened, in one line. */
export function describe({ kind, object, attribute, before, after }: Difference): string {
  const what = attribute === undefined ? object : `${object}: ${attribute}`;
  if (kind === 'renamed') return `${what} was renamed; it was ${cut(show(before ?? null))}`;
  if (kind === 'renumbered') return `${what} has other numbers and the same order`;
  if (attribute === undefined && (before === undefined || after === undefined))
    return before === undefined ? `${object} was added` : `${object} was removed`;
  if (before === undefined) return `${what} was set to ${cut(show(after ?? null))}`;
  if (after === undefined) return `${what} was removed; it was ${cut(show(before))}`;
  if (isList(before) && isList(after)) return `${what}: ${kind === 'moved' ? 'the order changed' : listChanges(before, after)}`;
  return `${what} was ${cut(show(before))} and is ${cut(show(after))}`;
}

function listChanges(before: readonly Json[], after: readonly Json[]): string {
  const { added, removed } = membersOf(before, after);
  if (added.length + removed.length === 0) return 'the order changed';
  return [...added.map((item) => `+ ${cut(show(item))}`), ...removed.map((item) => `- ${cut(show(item))}`)].join(', ');
}

/** The members that came and those that went. */
export function membersOf(before: readonly Json[], after: readonly Json[]): { readonly added: Json[]; readonly removed: Json[] } {
  const old = new Set(before.map(show));
  const now = new Set(after.map(show));
  return { added: after.filter((item) => !old.has(show(item))), removed: before.filter((item) => !now.has(show(item))) };
}

const cut = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
