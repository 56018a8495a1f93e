import { kindOf } from '../evidence.ts';
import { isDefaultForAbsent, meansNothing } from './defaults.ts';
import type { Difference, Objects } from './difference.ts';
import { diff } from './differences.ts';
import type { Origins } from './origins.ts';
import { translated } from './origins.ts';
import { renames, withNewNames } from './renames.ts';
import { same } from './same.ts';
import { valueAt } from '../expected/value-at.ts';
import { unverifiable } from './unverifiable.ts';
import type { Unverifiable } from './unverifiable.ts';

export interface CompareOptions {
  /** Nothing is explained away: ids count, and a value that means nothing is not the same as none. */
  readonly strict?: boolean;
  /** Which origin of `before` stands for which of `after`, where they are of two environments. */
  readonly origins?: Origins;
  /** Two environments, or two realms: each has keys of its own. */
  readonly acrossEnvironments?: boolean;
}

/** What could not be compared, because one side did not see all of a kind. */
export interface Unread {
  readonly kind: string;
  readonly side: 'before' | 'after';
  readonly what: string;
  /** The role that would make it readable. */
  readonly needs: string;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  readonly unverifiable: readonly Unverifiable[];
  readonly unread: readonly Unread[];
  /** Names that several objects share: which of them is which, nobody can tell. */
  readonly ambiguous: readonly string[];
}

/** What of a configuration is compared: a realm's, or the server's own. */
export interface Comparable {
  readonly objects: Objects;
  readonly ids: Readonly<Record<string, string>>;
  readonly ambiguous: readonly string[];
  readonly unreadable: readonly { readonly kind: string; readonly what: string; readonly needs: string }[];
}

/** Compares two configurations as a person would. */
export function compare(
  before: Comparable,
  after: Comparable,
  { strict = false, origins = new Map(), acrossEnvironments = false }: CompareOptions = {},
): Comparison {
  const mapped = translated(before.objects, origins);
  const renamed = renames({ objects: mapped, ids: before.ids }, after);
  const old = renamed.size === 0 ? mapped : withNewNames(mapped, renamed);
  const unread = [...unreadOf('before', before), ...unreadOf('after', after)];
  const differing = [
    ...[...renamed].map(([from, to]): Difference => ({ kind: 'renamed', object: to, before: from, after: to })),
    ...diff(old, after.objects),
    ...(acrossEnvironments ? [] : otherKeys(before, after)),
    ...(strict ? recreated(before, after).map(([object, was, is]) => otherId(object, was, is)) : []),
  ].filter(
    (difference) =>
      !provesNothing(difference, unread) && (strict || !(isDefaultForAbsent(difference, old, after.objects) || meansNothing(difference))),
  );
  const told = acrossEnvironments ? differing.filter((difference) => !isOwnKey(difference)) : differing;
  return {
    differences: (strict ? told : withKeyRanks(told, old, after.objects)).toSorted((a, b) =>
      a.object < b.object ? -1 : a.object > b.object ? 1 : 0,
    ),
    unverifiable: [
      ...unverifiable(old, after.objects),
      ...(acrossEnvironments ? differing.filter(isOwnKey).map(({ object, attribute = '' }) => ({ object, attribute })) : []),
    ],
    unread,
    ambiguous: [...new Set([...before.ambiguous, ...after.ambiguous])].toSorted(),
  };
}

/** Keys of an application that each environment has of its own, and that Keycloak may have made itself. */
const ownKeys = new Set(
  ['saml.signing.certificate', 'saml.encryption.certificate', 'jwt.credential.certificate', 'jwt.credential.public.key'].map(
    (name) => `attributes.${name}`,
  ),
);

/** True where both environments have such a key: that it is another one says nothing of the configuration. */
const isOwnKey = ({ object, attribute = '', kind }: Difference): boolean =>
  kind === 'changed' && object.startsWith('client/') && ownKeys.has(attribute);

const keyProvider = 'component/KeyProvider/';

/** Of the keys' providers the one with the highest priority signs: other priorities in the same order are other numbers, and no more. */
function withKeyRanks(differences: readonly Difference[], before: Objects, after: Objects): readonly Difference[] {
  const isPriority = ({ kind, object, attribute }: Difference): boolean =>
    kind === 'changed' && attribute === 'config.priority' && object.startsWith(keyProvider);
  if (!differences.some(isPriority)) return differences;
  const [old, now] = [before, after].map((side) => Object.keys(side).filter((object) => object.startsWith(keyProvider)));
  // Whether it stands before or behind one that came or went is another order.
  if (!same(old?.toSorted() ?? [], now?.toSorted() ?? [])) return differences;
  const priorities = (now ?? []).map((object) => [before, after].map((side) => Number(valueAt(side[object], 'config.priority') ?? 0)));
  const isSameOrder = priorities.every(([was = 0, is = 0]) =>
    priorities.every(([otherWas = 0, otherIs = 0]) => Math.sign(was - otherWas) === Math.sign(is - otherIs)),
  );
  return isSameOrder
    ? differences.map((each) => (isPriority(each) ? { ...each, kind: 'renumbered', note: 'another number, the same order' } : each))
    : differences;
}

const unreadOf = (side: 'before' | 'after', { unreadable }: Comparable): readonly Unread[] => unreadable.map((each) => ({ ...each, side }));

/** An object that is missing where not all of its kind was seen may be there. */
function provesNothing({ object, attribute, kind }: Difference, unread: readonly Unread[]): boolean {
  if (attribute !== undefined || (kind !== 'added' && kind !== 'removed')) return false;
  return unread.some((each) => each.kind === kindOf(object) && each.side === (kind === 'added' ? 'before' : 'after'));
}

/** Objects with the same name and another id, with both: deleted and made anew. Keys are compared as such. */
export const recreated = (
  before: Pick<Comparable, 'ids'>,
  after: Pick<Comparable, 'ids'>,
): readonly (readonly [object: string, was: string, is: string])[] =>
  Object.entries(after.ids).flatMap(([object, id]) => {
    const old = before.ids[object];
    return old === undefined || old === id || object.startsWith('key/') ? [] : [[object, old, id] as const];
  });

const otherId = (object: string, before: string, after: string): Difference => ({
  kind: 'changed',
  object,
  attribute: 'id',
  before,
  after,
  note: 'deleted and made anew',
});

/** Keys with other material under the same name: what was signed with the old ones is not trusted with the new ones. */
function otherKeys(before: Comparable, after: Comparable): readonly Difference[] {
  return Object.entries(after.ids).flatMap(([name, id]): readonly Difference[] => {
    const old = before.ids[name];
    if (!name.startsWith('key/') || old === undefined || old === id) return [];
    const object = name.replace(/#certificate$/, '');
    return [{ kind: 'changed', object, attribute: object === name ? 'kid' : 'certificate', before: old, after: id, note: 'another key' }];
  });
}
