import { gap } from '@keycloak-release-gate/core';
import type { Gap, JsonObject } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { Difference } from './diff.ts';
import { isObject, same } from './explained/explanation.ts';
import type { Explanation, Place, Value } from './explained/explanation.ts';
import { explanations } from './explained/index.ts';

export interface Upgrade {
  readonly from: string;
  readonly to: string;
}

/** The lines of versions between which upgrades were recorded; a patch changes nothing by itself. */
export const recordedLines: readonly (readonly [major: number, minor: number])[] = [
  [24, 0],
  [25, 0],
  [26, 4],
  [26, 7],
];

/**
 * True where it is known what the upgrade does by itself: it begins and ends on recorded lines of versions, or stays on one line. Of
 * another one, what it may have done can be told, and not whether it did.
 */
export function isRecorded({ from, to }: Upgrade): boolean {
  const lines = recordedLines.map(order);
  return minorOf(from) === minorOf(to) || (lines.includes(minorOf(from)) && lines.includes(minorOf(to)));
}

/** What is told of changes that an upgrade which nobody recorded may have made. */
export const notRecorded = (subject: string, { from, to }: Upgrade, changes: readonly string[]): Gap =>
  gap(codes.UPGRADE_NOT_RECORDED, {
    subject,
    reason: `An upgrade from ${from} to ${to} was never recorded, so nobody knows whether it makes by itself: ${changes.join('; ')}.`,
  });

/** The configurations that a difference is between. */
export interface Sides {
  readonly before: JsonObject;
  readonly now: JsonObject;
}

/**
 * Why this difference is the upgrade's own doing; undefined where it is not. What the versions in between do one after another is
 * taken together: a difference is explained where their doings lead from what was there to exactly what is there.
 */
export function explain(difference: Difference, upgrade: Upgrade | undefined, sides: Sides): string | undefined {
  if (!upgrade) return undefined;
  const crossed = explanations.filter(({ since }) => minorOf(upgrade.from) < order(since) && minorOf(upgrade.to) >= order(since));
  const { object, attribute } = difference;
  const [before, after] = [difference.before, difference.after].map((value) => (attribute === undefined ? withoutNumbers(value) : value));
  const whole = sides.before[object] ?? sides.now[object];
  const ofObject = crossed.filter((each) => matches(each, object, isObject(whole) ? whole : {}));
  const place = { object, whole: isObject(whole) ? whole : {} };
  const used = lead(ofObject, { place, path: attribute, before, after });
  return used && used.length > 0 ? [...new Set(used)].map(({ why, source }) => `${why} (${source})`).join('; ') : undefined;
}

/** A flow as a whole: the order of its steps says what is configured, whatever numbers make it. */
function withoutNumbers(value: Value): Value {
  if (!isObject(value) || !('executions' in value)) return value;
  const { numbers: _numbers, ...flow } = value;
  return flow;
}

interface Change {
  readonly place: Place;
  /** Undefined for the object as a whole. */
  readonly path: string | undefined;
  readonly before: Value;
  readonly after: Value;
}

/** The explanations that lead from what was there to what is there; undefined where they do not. */
function lead(known: readonly Explanation[], { place, path, before, after }: Change, begun = false): readonly Explanation[] | undefined {
  if (same(before, after)) return begun && known.some((each) => isDue(each, { place, path, before, after })) ? undefined : [];
  for (const [index, explanation] of known.entries()) {
    if (!isAt(explanation, path)) continue;
    const made = explanation.becomes(before, after, place);
    if (same(made, before)) continue;
    // What this one made, those of later versions go on from.
    const rest = lead(known.slice(index + 1), { place, path, before: made, after }, true);
    if (rest) return [explanation, ...rest];
    if (isDue(explanation, { place, path, before, after })) return undefined;
  }
  return inside(known, { place, path, before, after });
}

/** What is stored is rewritten in any case; another default or field may not reach what was saved before. */
const isDue = (explanation: Explanation, { place, path, before, after }: Change): boolean =>
  explanation.cause === 'migration' && isAt(explanation, path) && !same(explanation.becomes(before, after, place), before);

/** An object inside: each of its members on its own. What is new as a whole must be so by an explanation of the whole. */
function inside(known: readonly Explanation[], { place, path, before, after }: Change): readonly Explanation[] | undefined {
  if (path === undefined && (before === undefined || after === undefined)) return undefined;
  if (!isObject(before ?? {}) || !isObject(after ?? {}) || (before === undefined && !isObject(after))) return undefined;
  const old = isObject(before) ? before : {};
  const now = isObject(after) ? after : {};
  const used: Explanation[] = [];
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const part = lead(known, {
      place,
      path: path === undefined ? name : `${path}.${name}`,
      before: old[name],
      after: now[name],
    });
    if (!part) return undefined;
    used.push(...part);
  }
  return used;
}

function matches({ object, where }: Explanation, name: string, whole: JsonObject): boolean {
  return (typeof object === 'string' ? object === name : object.test(name)) && (where?.(whole) ?? true);
}

const isAt = ({ attribute }: Explanation, path: string | undefined): boolean =>
  attribute instanceof RegExp ? path !== undefined && attribute.test(path) : attribute === path;

const order = ([major, minor]: readonly [number, number]): number => major * 1000 + minor;

function minorOf(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return order([major, minor]);
}
