import type { ExpectedChange } from '@keycloak-release-gate/core';
import type { Comparison } from '../diff/compare.ts';
import type { Difference } from '../diff/difference.ts';
import { turned } from '../diff/turned.ts';
import { remainder } from '../expected/remainder.ts';

/** What two environments differ in, apart from what a release announces. */
export interface Besides {
  /** The lines, or what is left of them, that neither the release nor an upgrade accounts for. */
  readonly besides: readonly Difference[];
  /** How many lines are the release's: it arrived on one side, and not yet on the other. */
  readonly ofRelease: number;
  /** Lines that an upgrade accounts for, and how. */
  readonly explained: ReadonlyMap<Difference, string>;
}

/**
 * Tells what is the release's apart, whichever side it arrived on. `explain` says why an upgrade makes a line by itself; what it
 * says of a line that the release announces too is no matter.
 */
export function besidesOf(
  { differences }: Pick<Comparison, 'differences'>,
  changes: readonly ExpectedChange[],
  explain: (difference: Difference) => string | undefined,
): Besides {
  const besides: Difference[] = [];
  const explained = new Map<Difference, string>();
  let ofRelease = 0;
  for (const difference of differences) {
    if (difference.kind === 'renumbered') {
      explained.set(difference, 'other numbers, the same order');
      continue;
    }
    const left = leftOf(difference, changes);
    if (left === undefined) {
      ofRelease += 1;
      continue;
    }
    const why = explain(left);
    if (why === undefined) besides.push(left);
    else explained.set(left, why);
  }
  return { besides, ofRelease, explained };
}

/** What of the line no announced change accounts for, made on either side. */
function leftOf(difference: Difference, changes: readonly ExpectedChange[]): Difference | undefined {
  const onward = remainder(difference, changes);
  if (onward === undefined) return undefined;
  const back = remainder(turned(onward), changes);
  return back === undefined ? undefined : turned(back);
}
