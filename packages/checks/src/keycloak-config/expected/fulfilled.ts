import type { ExpectedChange, Json } from '@keycloak-release-gate/core';
import { normalise } from '../normalise.ts';
import type { Objects } from '../diff/difference.ts';
import { isList, same } from '../diff/same.ts';
import { show } from '../diff/words.ts';
import { valueAt } from './value-at.ts';

/** What came of an announced change: it happened, it did not, or something else did; `how` says what, in words. */
export type Fulfilment = { readonly kind: 'done' } | { readonly kind: 'missing' | 'otherwise' | 'unknown object'; readonly how: string };

const done: Fulfilment = { kind: 'done' };
const missing = (how: string): Fulfilment => ({ kind: 'missing', how });
const otherwise = (how: string): Fulfilment => ({ kind: 'otherwise', how });

/** An announced value, as whoever reads the configuration has written the one that is there. */
export type Reading = (value: Json | undefined, attribute: string | undefined) => Json | undefined;

/** Looks at both sides themselves, not at the lines of a comparison: so it does not count in how many steps somebody got there. */
export function fulfilment(expected: ExpectedChange, before: Objects, after: Objects, differs: boolean, read: Reading): Fulfilment {
  const { object, attribute, change = { op: 'changes' as const } } = expected;
  const old = before[object];
  const now = after[object];
  if (old === undefined && now === undefined && !differs && change.op !== 'is added')
    return { kind: 'unknown object', how: `there is no ${object}, neither before nor now` };
  const was = valueAt(old, attribute);
  const is = valueAt(now, attribute);
  const from = read(change.from, attribute);
  if (change.from !== undefined && !same(was, from) && !same(was, is)) return otherwise(`it was ${words(was)} before`);
  switch (change.op) {
    case 'changes':
      return differs ? done : missing('it did not change');
    case 'is added':
      if (was !== undefined) return missing(is === undefined ? 'it was there before, and is gone' : 'it was there before');
      return is === undefined ? missing('it is not there') : done;
    case 'is removed':
      if (is !== undefined) return missing('it is still there');
      return was === undefined ? missing('it was not there before') : done;
    case 'becomes':
      return became(was, is, read(change.value, attribute));
    case 'adds':
      return gained(was, is, change.value ?? null);
    case 'removes':
      return lost(was, is, change.value ?? null);
  }
}

function became(was: Json | undefined, is: Json | undefined, value: Json | undefined): Fulfilment {
  if (same(is, value)) return same(was, value) ? missing(`it was ${words(value)} before already`) : done;
  return same(was, is) ? missing(`it is still ${words(is)}`) : otherwise(`it is ${words(is)} now`);
}

function gained(was: Json | undefined, is: Json | undefined, value: Json): Fulfilment {
  if (!holds(is, value)) return missing(`it has no ${show(value)}`);
  return holds(was, value) ? missing(`it had ${show(value)} before already`) : done;
}

function lost(was: Json | undefined, is: Json | undefined, value: Json): Fulfilment {
  if (holds(is, value)) return missing(`it still has ${show(value)}`);
  return holds(was, value) ? done : missing(`it had no ${show(value)} before`);
}

/** A list holds its members; an object those that it names. */
export const holds = (value: Json | undefined, member: Json): boolean =>
  isList(value)
    ? value.some((item) => same(item, member))
    : typeof value === 'object' && value !== null && typeof member === 'string' && Object.hasOwn(value, member);

/** As the reader of a realm's configuration would have it: sets sorted, JSON in a string as JSON. */
export const valueOf: Reading = (value, attribute) =>
  value === undefined || value === false ? value : normalise(value, attribute?.split('.').at(-1));

const words = (value: Json | undefined): string => (value === undefined ? 'not set' : show(value));
