import { canonicalJson } from '@keycloak-release-gate/core';
import type { Kind } from '../evidence.ts';
import type { Comparison, Objects, Spot } from './rule.ts';
import { objectsOf, textsOf, valueAt } from './values.ts';
import type { Named, Path } from './values.ts';

type Spots = (objects: Objects) => readonly Spot[];

const keyOf = ({ object, attribute, value }: Spot): string => canonicalJson([object, attribute ?? null, value ?? null]);

/** What is in the first and not in the second. */
function onlyIn(first: readonly Spot[], second: readonly Spot[]): readonly Spot[] {
  const known = new Set(second.map(keyOf));
  return first.filter((spot) => !known.has(keyOf(spot)));
}

/** Weak spots that were not there before. `newcomers` is false where those of a new object are no weakening. */
export const gained = (kinds: readonly Kind[], spots: Spots, { newcomers = true } = {}): Comparison => ({
  kinds,
  worse: (before, after) =>
    onlyIn(spots(after), spots(before))
      .filter(({ object }) => newcomers || before[object] !== undefined)
      .map(({ value, ...spot }) => ({ ...spot, ...(value === undefined ? {} : { after: value }) })),
  already: spots,
});

/** The same of spots that are only found by following objects to others. */
export const gainedThrough = (kinds: readonly Kind[], spots: Spots, options: { readonly newcomers?: boolean } = {}): Comparison => ({
  ...gained(kinds, spots, options),
  follows: true,
});

/** Safeguards that were there before. `stays`: only those of objects that are still there. */
export const lost = (kinds: readonly Kind[], safeguards: Spots, { stays = false } = {}): Comparison => ({
  kinds,
  worse: (before, after) =>
    onlyIn(safeguards(before), safeguards(after))
      .filter(({ object }) => !stays || after[object] !== undefined)
      .map(({ value, ...spot }) => ({ ...spot, ...(value === undefined ? {} : { before: value }) })),
  already: () => [],
});

/** Whole objects that guard something, and are gone. */
export const removed = (kind: Kind, guards: (named: Named) => boolean): Comparison => ({
  kinds: [kind],
  worse: (before, after) =>
    objectsOf(before, kind)
      .filter((named) => guards(named) && after[named.key] === undefined)
      .map(({ key }) => ({ object: key })),
  already: () => [],
});

/** The members of a list that fit. */
export const members =
  (kind: Kind, path: Path, fits: (member: string, named: Named) => boolean): Spots =>
  (objects) =>
    objectsOf(objects, kind).flatMap((named) =>
      textsOf(valueAt(named.object, path))
        .filter((member) => fits(member, named))
        .map((member) => ({ object: named.key, attribute: path.join('.'), value: member })),
    );

/** Several comparisons as one. */
export const anyOf = (...comparisons: readonly Comparison[]): Comparison => ({
  kinds: [...new Set(comparisons.flatMap(({ kinds }) => kinds))],
  worse: (before, after) => comparisons.flatMap(({ worse }) => worse(before, after)),
  already: (now) => comparisons.flatMap(({ already }) => already(now)),
});

/** Only its weakenings: having been so always is nothing to tell. */
export const onlyChanges = (comparison: Comparison): Comparison => ({ ...comparison, already: () => [] });

/** Its weakenings only where the new configuration is of a kind. */
export const onlyWhere = (comparison: Comparison, holds: (after: Objects) => boolean): Comparison => ({
  ...comparison,
  worse: (before, after) => (holds(after) ? comparison.worse(before, after) : []),
});
