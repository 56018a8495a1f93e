import { standingOf, weakenings, wordsOfWeakening } from '@keycloak-release-gate/checks';
import type { Difference, RealmConfiguration, Standing } from '@keycloak-release-gate/checks';
import type { ExpectedChange } from '@keycloak-release-gate/core';

/** Something in which one side is weaker than the other, by a risk rule. */
export interface Weaker {
  /** The side that is weaker. */
  readonly side: 'A' | 'B';
  readonly rule: string;
  readonly title: string;
  readonly object: string;
  /** What it was and is: `redirectUris: + https://*`. */
  readonly how: string;
  readonly why: string;
  readonly standing: Standing;
}

interface Compared {
  readonly before: RealmConfiguration;
  readonly after: RealmConfiguration;
  readonly differences: readonly Difference[];
  readonly changes: readonly ExpectedChange[];
  readonly isExplained: (difference: Difference) => boolean;
  /** Neither side is the earlier one: what A is weaker in counts as well. */
  readonly bothWays: boolean;
}

/** In what one side is weaker than the other, in the order of the rules. */
export function weakerIn({ before, after, bothWays, ...known }: Compared): readonly Weaker[] {
  if (known.differences.length === 0) return [];
  const of = (side: Weaker['side'], from: RealmConfiguration, to: RealmConfiguration): readonly Weaker[] =>
    weakenings(from, to).map((weakened) => ({
      side,
      rule: weakened.rule.id,
      title: weakened.rule.title,
      object: weakened.object,
      how: wordsOfWeakening(weakened),
      why: weakened.rule.why,
      standing: standingOf(weakened, known),
    }));
  return [...of('B', before, after), ...(bothWays ? of('A', after, before) : [])];
}
