import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { isUnverifiable } from '../secret-state.ts';
import type { Objects } from './difference.ts';
import { own } from './same.ts';

/** A secret that is there on both sides, where nobody can tell whether it is the same one. */
export interface Unverifiable {
  readonly object: string;
  readonly attribute: string;
}

/** All of them, in the order of their names. */
export function unverifiable(before: Objects, after: Objects): readonly Unverifiable[] {
  const found: Unverifiable[] = [];
  const search = (object: string, old: Json | undefined, now: Json | undefined, path: readonly string[]): void => {
    if (isUnverifiable(old, now)) found.push({ object, attribute: path.join('.') });
    else if (typeof old === 'object' && typeof now === 'object' && old !== null && now !== null)
      for (const [key, member] of Object.entries(old)) search(object, member, own(now as JsonObject, key), [...path, key]);
  };
  for (const object of Object.keys(before).toSorted()) search(object, own(before, object), own(after, object), []);
  return found;
}
