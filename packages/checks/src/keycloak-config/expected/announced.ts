import { nearest, wordsOfChange } from '@keycloak-release-gate/core';
import type { ExpectedChange } from '@keycloak-release-gate/core';
import type { Comparison } from '../diff/compare.ts';
import type { Difference, Objects } from '../diff/difference.ts';
import { kindOf } from '../evidence.ts';
import { fulfilment, valueOf } from './fulfilled.ts';
import type { Fulfilment, Reading } from './fulfilled.ts';
import { isAbout, remainder } from './remainder.ts';
import { sideEffect } from './saving.ts';

/** A line of the comparison, and why it is no surprise; `unexpected` is what of it nobody announced. */
export interface HeldLine {
  readonly difference: Difference;
  readonly why?: string;
  readonly announced: boolean;
  readonly unexpected?: Difference;
}

/** An announced change that did not happen as it was announced. */
export interface Broken {
  readonly change: ExpectedChange;
  readonly kind: Exclude<Fulfilment['kind'], 'done'>;
  /** In one line: `client/portal: redirectUris adds https://…: it has no https://…`. */
  readonly words: string;
}

/** What stands against what the release announces. */
export interface Held {
  readonly lines: readonly HeldLine[];
  readonly broken: readonly Broken[];
  /** Announced changes that nobody can see: of secrets, and of what could not be read. */
  readonly unseen: readonly ExpectedChange[];
}

/**
 * Holds a comparison against the announced changes, in both directions. `explain` tells what an upgrade does by itself; `read`
 * writes an announced value as the reader of the configuration would have it.
 */
export function hold(
  comparison: Comparison,
  before: Objects,
  after: Objects,
  changes: readonly ExpectedChange[],
  explain: (difference: Difference) => string | undefined,
  read: Reading = valueOf,
): Held {
  const lines = comparison.differences.map((difference): HeldLine => {
    const own = explain(difference);
    const about = changes.filter((change) => isAbout(change, difference));
    if (own !== undefined) return { difference, why: own, announced: false };
    if (difference.kind === 'renumbered') return { difference, why: 'the order is the same', announced: false };
    const left = remainder(difference, changes);
    if (left === undefined) return { difference, why: whyOf(about), announced: true };
    // What is announced and what the upgrade does may meet in one list.
    const both = left === difference ? undefined : explain(left);
    if (both !== undefined) return { difference, why: `${whyOf(about)}; ${both}`, announced: true };
    const saved = changes.some(({ object }) => object === difference.object) ? sideEffect(left, after) : undefined;
    return saved === undefined
      ? { difference, announced: left !== difference, unexpected: left }
      : { difference, why: saved, announced: left !== difference };
  });
  const outcomes = changes.map((change) => {
    const differs = comparison.differences.some((difference) => isAbout(change, difference));
    return { change, came: fulfilment(change, before, after, differs, read), unseen: !differs && isUnseen(change, comparison) };
  });
  return {
    lines,
    broken: outcomes.flatMap(({ change, came, unseen }) =>
      came.kind === 'done' || unseen
        ? []
        : [{ change, kind: came.kind, words: `${wordsOfChange(change)}: ${came.how}${guess(change, came, before, after)}` }],
    ),
    unseen: outcomes.flatMap(({ change, came, unseen }) => (unseen && came.kind !== 'done' ? [change] : [])),
  };
}

const whyOf = (about: readonly ExpectedChange[]): string => about.find(({ why }) => why !== undefined)?.why ?? 'the release announces it';

const isUnseen = ({ object, attribute }: ExpectedChange, { unverifiable, unread }: Comparison): boolean =>
  unread.some(({ kind }) => kind === kindOf(object)) ||
  unverifiable.some((secret) => secret.object === object && secret.attribute === attribute);

/** The name that may be meant, where the announced one is of nothing. */
function guess({ object }: ExpectedChange, { kind }: Fulfilment, before: Objects, after: Objects): string {
  if (kind !== 'unknown object') return '';
  const near = nearest(
    object,
    [...Object.keys(before), ...Object.keys(after)].filter((each) => kindOf(each) === kindOf(object)),
  );
  return near === undefined ? '' : ` (is ${near} meant?)`;
}
