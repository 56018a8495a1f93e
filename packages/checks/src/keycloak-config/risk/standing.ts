import { canonicalJson } from '@keycloak-release-gate/core';
import type { ExpectedChange, Json } from '@keycloak-release-gate/core';
import type { Difference } from '../diff/difference.ts';
import { kindOf } from '../evidence.ts';
import { isList } from './values.ts';
import type { Weakened } from './weakenings.ts';

/** Whether somebody wanted it: the release announces it, the upgrade makes it by itself, or neither. */
export type Standing = 'announced' | 'upgrade' | 'unannounced';

interface Known {
  readonly differences: readonly Difference[];
  readonly changes: readonly ExpectedChange[];
  /** True for a difference that the upgrade makes by itself. */
  readonly isExplained: (difference: Difference) => boolean;
}

/** How a weakening came about. One that shows at an object which did not change itself stands as all that it can come of. */
export function standingOf(weakened: Weakened, { differences, changes, isExplained }: Known): Standing {
  const own = differences.filter(({ object, attribute }) => object === weakened.object && overlap(attribute, weakened.attribute));
  const causes = own.length > 0 ? own : differences.filter(({ object }) => weakened.rule.kinds.some((kind) => kind === kindOf(object)));
  if (causes.length === 0) return 'unannounced';
  if (causes.every(isExplained)) return 'upgrade';
  const announced =
    own.length > 0
      ? changes.some((change) => isAbout(change, weakened) && says(change, weakened))
      : causes.every((difference) => isExplained(difference) || changes.some((change) => isAbout(change, difference)));
  return announced ? 'announced' : 'unannounced';
}

/** One is the other, or a part of it. Without an attribute it is the object as a whole. */
const overlap = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);

/** An announced client stands for its roles too. */
const isAbout = (change: ExpectedChange, { object, attribute }: Pick<Weakened, 'object' | 'attribute'>): boolean =>
  (change.object === object && overlap(change.attribute, attribute)) ||
  (change.attribute === undefined &&
    change.object.startsWith('client/') &&
    object.startsWith(`client-role/${change.object.slice('client/'.length)}:`));

/** Of a list, an announced member stands for no other one. Whether all came out as announced is the matter of another check. */
function says({ change }: ExpectedChange, { before, after }: Weakened): boolean {
  if (change?.value === undefined) return true;
  if (change.op === 'adds') return before === undefined && has(change.value, after);
  if (change.op === 'removes') return after === undefined && has(change.value, before);
  return true;
}

const has = (announced: Json, value: Json | undefined): boolean =>
  value !== undefined && [announced, ...(isList(announced) ? announced : [])].some((each) => canonicalJson(each) === canonicalJson(value));
