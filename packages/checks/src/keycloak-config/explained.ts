import type { Difference } from './diff.ts';

export interface Upgrade {
  readonly from: string;
  readonly to: string;
}

/** Why an upgrade makes a change by itself. */
interface Explanation {
  /** The release that began to make the change: it explains upgrades that cross it, and no other. */
  readonly since: readonly [major: number, minor: number];
  readonly why: string;
  /** True for just this change, from the value that it starts from to the value that it makes. */
  readonly fits: (difference: Difference) => boolean;
}

/** Recorded by upgrading the lab's realms; each says what was there before, so that an edit by hand on the same path still shows. */
const explanations: readonly Explanation[] = [];

/** Why this difference is the upgrade's own doing; undefined where it is not. */
export function explain(difference: Difference, upgrade: Upgrade | undefined): string | undefined {
  if (!upgrade) return undefined;
  const from = minorOf(upgrade.from);
  const to = minorOf(upgrade.to);
  return explanations.find(({ since, fits }) => from < order(since) && to >= order(since) && fits(difference))?.why;
}

const order = ([major, minor]: readonly [number, number]): number => major * 1000 + minor;

function minorOf(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return order([major, minor]);
}
