import { wordsOfChange } from '@keycloak-release-gate/core';
import type { ExpectedChange, Json } from '@keycloak-release-gate/core';
import type { Objects } from '../diff/difference.ts';
import { translated } from '../diff/origins.ts';
import type { Origins } from '../diff/origins.ts';
import { own, same } from '../diff/same.ts';
import { show } from '../diff/words.ts';
import { kindOf } from '../evidence.ts';
import { holds, valueOf } from '../expected/fulfilled.ts';
import type { Reading } from '../expected/fulfilled.ts';
import { valueAt } from '../expected/value-at.ts';
import { isSecret } from '../secret-state.ts';

/** Whether an announced change is in place in one environment; `how` says what is there instead, or why nobody can see it. */
export interface Arrived {
  readonly state: 'arrived' | 'not yet' | 'otherwise' | 'not visible';
  readonly how?: string;
}

/** A configuration of one environment, and (where a record tells it) what it was before the release. */
export interface Here {
  readonly now: {
    readonly objects: Objects;
    readonly unreadable: readonly { readonly kind: string; readonly what: string }[];
  };
  readonly before?: Objects | undefined;
  /** Where what is announced to go was there in another environment: that it is not here says something then. */
  readonly seenElsewhere?: boolean;
  /** How announced values are read; as those of a realm, where nothing is said. */
  readonly read?: Reading;
}

/** Whether what a change takes away is there, under the name that it is announced by. */
export function isThereToGo({ object, attribute, change }: ExpectedChange, objects: Objects): boolean {
  const value = valueAt(own(objects, object), attribute);
  return change?.op === 'removes' ? holds(value, change.value ?? null) : change?.op === 'is removed' && value !== undefined;
}

/** The change as it is to be in an environment: at its own addresses. */
export function changeAt(change: ExpectedChange, origins: Origins): ExpectedChange {
  if (origins.size === 0) return change;
  const at = (value: Json): Json => translated({ value }, origins)['value'] ?? value;
  const { value, from } = change.change ?? {};
  return {
    ...change,
    object: Object.keys(translated({ [change.object]: null }, origins))[0] ?? change.object,
    ...(change.change === undefined
      ? {}
      : {
          change: {
            ...change.change,
            ...(value === undefined ? {} : { value: at(value) }),
            ...(from === undefined ? {} : { from: at(from) }),
          },
        }),
  };
}

/**
 * Looks at the configuration as it is, not at how it came to be so: that a change was made here says nothing of whether it was made
 * there. `announced` is the change as the release writes it, `here` as it is at this environment's addresses.
 */
export function arrivalOf(announced: ExpectedChange, here: ExpectedChange, realm: Here): Arrived {
  const arrived = stateOf(here, realm);
  if (arrived.state === 'arrived' || arrived.state === 'not visible' || same(json(announced), json(here))) return arrived;
  // The address of another environment, copied as it was.
  return stateOf(announced, realm).state === 'arrived'
    ? { state: 'otherwise', how: `it is as in another environment: ${wordsOfChange(announced)}` }
    : arrived;
}

const json = (change: ExpectedChange): Json => JSON.parse(JSON.stringify(change)) as Json;

/** It may be gone, or the release may name it wrongly. */
const neverSeen: Arrived = { state: 'not visible', how: 'it is not there, and nobody saw that it ever was' };

function stateOf(
  { object, attribute, change = { op: 'changes' } }: ExpectedChange,
  { now, before, seenElsewhere = false, read = valueOf }: Here,
): Arrived {
  const there = own(now.objects, object);
  const unread = now.unreadable.find(({ kind }) => kind === kindOf(object));
  if (there === undefined && unread) return { state: 'not visible', how: unread.what };
  const is = valueAt(there, attribute);
  const was = before && valueAt(own(before, object), attribute);
  const known = before !== undefined;
  if (change.op === 'changes') {
    if (!known) return { state: 'not visible', how: 'what it became is not announced, and nobody saw what it was before' };
    if (isSecret(is) || isSecret(was)) return { state: 'not visible', how: 'Keycloak does not show it' };
    return same(is, was) ? { state: 'not yet', how: 'it did not change' } : { state: 'arrived' };
  }
  if (change.op === 'is added') return is === undefined ? { state: 'not yet', how: 'it is not there' } : { state: 'arrived' };
  if (change.op === 'is removed') {
    if (is !== undefined) return { state: 'not yet', how: 'it is still there' };
    if (known && was === undefined) return { state: 'otherwise', how: 'it was not there before' };
    return known || seenElsewhere ? { state: 'arrived' } : neverSeen;
  }
  if (there === undefined) return { state: 'otherwise', how: `there is no ${object}` };
  const value = read(change.value, attribute) ?? null;
  switch (change.op) {
    case 'becomes': {
      if (same(is, value)) return { state: 'arrived' };
      if (isSecret(is) || isSecret(value)) return { state: 'not visible', how: 'Keycloak does not show it' };
      const from = change.from === undefined ? undefined : read(change.from, attribute);
      const how = `it is ${is === undefined ? 'not set' : show(is)}`;
      const isOther = change.from === undefined ? known && !same(is, was) : !same(is, from);
      return { state: isOther ? 'otherwise' : 'not yet', how };
    }
    case 'adds':
      return holds(is, change.value ?? null) ? { state: 'arrived' } : { state: 'not yet', how: `it has no ${show(change.value ?? null)}` };
    case 'removes':
      if (holds(is, change.value ?? null)) return { state: 'not yet', how: `it still has ${show(change.value ?? null)}` };
      if (known && !holds(was, change.value ?? null)) return { state: 'otherwise', how: `it had no ${show(change.value ?? null)} before` };
      return known || seenElsewhere ? { state: 'arrived' } : neverSeen;
  }
}
