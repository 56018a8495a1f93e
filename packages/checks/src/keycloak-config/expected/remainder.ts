import type { ExpectedChange, Json } from '@keycloak-release-gate/core';
import type { Difference } from '../diff/difference.ts';
import { isList, same } from '../diff/same.ts';
import { membersOf } from '../diff/words.ts';

/** True where the change is about this line of the comparison, whether or not it led to what was announced. */
export const isAbout = (change: ExpectedChange, { object, attribute }: Difference): boolean =>
  change.attribute === undefined
    ? isOf(change.object, object)
    : change.object === object &&
      (attribute === undefined || isWithin(attribute, change.attribute) || isWithin(change.attribute, attribute));

/** A client stands for its roles, its service account and its authorization too, a provider for its mappers, a group for those in it. */
function isOf(announced: string, object: string): boolean {
  if (announced === object) return true;
  const [, kind = '', name = ''] = /^([^/]+)\/(.+)$/s.exec(announced) ?? [];
  switch (kind) {
    case 'client':
      return object.startsWith(`client-role/${name}:`) || object === `service-account/${name}` || object === `authorization/${name}`;
    case 'identity-provider':
      return object.startsWith(`identity-provider-mapper/${name}:`);
    case 'group':
      return object.startsWith(`group/${name}/`);
    default:
      return false;
  }
}

const isWithin = (path: string, whole: string): boolean => path === whole || path.startsWith(`${whole}.`);

/**
 * What is left of a line when everything that the release announces is taken out of it; undefined where nothing is. An announced
 * `adds` takes out one member of a list; a second one that came with it stays.
 */
export function remainder(difference: Difference, changes: readonly ExpectedChange[]): Difference | undefined {
  const about = changes.filter((change) => isAbout(change, difference));
  if (about.some((change) => covers(change, difference) && leavesNothing(change, difference, changes))) return undefined;
  const ofMembers = about.filter(({ attribute, change }) => change !== undefined && attribute === difference.attribute);
  return ofMembers.length === 0 ? difference : withoutMembers(difference, ofMembers);
}

/** True where the change announces all of the line. */
function covers({ object: own, attribute: announced, change }: ExpectedChange, { object, attribute, kind }: Difference): boolean {
  const op = change?.op ?? 'changes';
  if (announced === undefined) {
    // An object that is announced to come or go does just that: what changes in one that stays is another matter.
    // One that was renamed came under its new name.
    if (op === 'is added') return attribute === undefined && (kind === 'added' || kind === 'renamed');
    if (op === 'is removed') return attribute === undefined && kind === 'removed';
    // To change it must stay: only who says nothing of what happens to it means this too.
    return change === undefined || object !== own || attribute !== undefined || (kind !== 'added' && kind !== 'removed');
  }
  if (op === 'adds' || op === 'removes')
    return (
      typeof change?.value === 'string' && attribute === `${announced}.${change.value}` && kind === (op === 'adds' ? 'added' : 'removed')
    );
  return attribute !== undefined && isWithin(attribute, announced);
}

/** An object that came by being renamed left its old name behind: that it is gone there must be announced too. */
const leavesNothing = ({ change }: ExpectedChange, { kind, before }: Difference, changes: readonly ExpectedChange[]): boolean =>
  kind !== 'renamed' ||
  change?.op !== 'is added' ||
  changes.some(
    ({ object, attribute, change: other }) =>
      attribute === undefined && other?.op === 'is removed' && typeof before === 'string' && isOf(object, before),
  );

function withoutMembers(difference: Difference, changes: readonly ExpectedChange[]): Difference | undefined {
  const { before: old = [], after: now = [] } = difference;
  if (!isList(old) || !isList(now)) return difference;
  const isAnnounced = (op: 'adds' | 'removes') => (item: Json) =>
    changes.some(({ change }) => change?.op === op && same(change.value, item));
  const { added, removed } = membersOf(old, now);
  const came = added.filter(isAnnounced('adds'));
  const went = removed.filter(isAnnounced('removes'));
  if (came.length + went.length === 0) return difference;
  // The line as if what was announced had never been there, or had been there before.
  const rest = { before: old.filter((item) => !went.includes(item)), after: now.filter((item) => !came.includes(item)) };
  if (same(rest.before, rest.after)) return undefined;
  return {
    ...difference,
    kind: membersOf(rest.before, rest.after).added.length === 0 && rest.before.length === rest.after.length ? 'moved' : 'changed',
    ...rest,
  };
}
