import type { Json, JsonObject } from '@keycloak-release-gate/core';
import type { Kind } from '../evidence.ts';
import type { Comparison, Weakening } from './rule.ts';
import { isOn, numberOf, objectsOf, textOf, valueAt } from './values.ts';
import type { Named, Path } from './values.ts';

/** How weak a value is: 0 is as good as it gets, more is weaker; undefined where nobody can tell. */
type Weakness = (value: Json | undefined, object: JsonObject) => number | undefined;

export interface Attribute {
  readonly path: Path;
  readonly weakness: Weakness;
  /** Weakness up to this is no weak point by itself. */
  readonly accepted?: number;
}

interface Level {
  readonly kind: Kind;
  readonly attributes: readonly Attribute[];
  /** The objects that it is about; all of the kind, if it is not said. */
  readonly about?: (named: Named) => boolean;
  /** Objects of which a weak value counts by itself, without one before that was better; all, if it is not said. */
  readonly byItself?: (named: Named) => boolean;
  /** False where an object that is new is no weakening. */
  readonly newcomers?: boolean;
}

/** Attributes whose values can be ranked: worse is a weaker value than before. */
export function level({ kind, attributes, about = () => true, byItself = () => true, newcomers = true }: Level): Comparison {
  return {
    kinds: [kind],
    worse: (before, after) => {
      const old = new Map(objectsOf(before, kind).map((named) => [named.key, named.object]));
      return objectsOf(after, kind)
        .filter(about)
        .flatMap((named) =>
          attributes.flatMap((attribute) => weakened(attribute, named, old.get(named.key), newcomers && byItself(named))),
        );
    },
    already: (now) =>
      objectsOf(now, kind)
        .filter((named) => about(named) && byItself(named))
        .flatMap(({ key, object }) =>
          attributes.flatMap(({ path, weakness, accepted = 0 }) => {
            const value = valueAt(object, path);
            const weak = (weakness(value, object) ?? 0) > accepted;
            return weak ? [{ object: key, attribute: path.join('.'), ...(value === undefined ? {} : { value }) }] : [];
          }),
        ),
  };
}

function weakened(attribute: Attribute, named: Named, old: JsonObject | undefined, counts: boolean): readonly Weakening[] {
  const { path, weakness, accepted = 0 } = attribute;
  const after = valueAt(named.object, path);
  const now = weakness(after, named.object);
  if (now === undefined) return [];
  const before = old && valueAt(old, path);
  const was = old ? weakness(before, old) : counts ? accepted : undefined;
  if (was === undefined || now <= was) return [];
  return [
    {
      object: named.key,
      attribute: path.join('.'),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

/** Weak where it is on. */
export const on = (...path: Path): Attribute => ({ path, weakness: (value) => (isOn(value) ? 1 : 0) });

/** Weak where it is off, or not set. */
export const off = (...path: Path): Attribute => ({ path, weakness: (value) => (isOn(value) ? 0 : 1) });

/** Weaker the higher it is, where it is above the limit; `endless` are the values that mean that there is none at all. */
export const above = (limit: number, path: Path, endless: (value: number) => boolean = () => false): Attribute => ({
  path,
  weakness: (value) => {
    const number = numberOf(value);
    if (number === undefined) return undefined;
    const height = endless(number) ? Infinity : number;
    return height > limit ? height - limit : 0;
  },
});

/** Weaker the lower it is, where it is below the limit. */
export const below = (limit: number, path: Path): Attribute => ({
  path,
  weakness: (value) => {
    const number = numberOf(value);
    return number === undefined ? undefined : Math.max(0, limit - number);
  },
});

/** A number, also where it is kept as text, ranked by a function of its own; undefined where there is none. */
export const numberAttribute = (path: Path, weakness: (number: number | undefined) => number): Attribute => ({
  path,
  weakness: (value) => weakness(numberOf(value)),
});

/** Values from the strongest to the weakest; one that is not among them cannot be ranked. Absent is `absent`, if that is said. */
export const ranked = (values: readonly string[], path: Path, absent?: string): Attribute => ({
  path,
  weakness: (value) => {
    const rank = values.indexOf(textOf(value ?? absent));
    return rank === -1 ? undefined : rank;
  },
});
