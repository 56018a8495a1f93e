import type { Json, JsonObject } from '@keycloak-release-gate/core';

/** True for the same JSON, whatever the order of members. A member that is undefined is as good as none. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isList(a) || isList(b)) return isList(a) && isList(b) && a.length === b.length && a.every((item, index) => same(item, b[index]));
  return isWithin(a, b) && isWithin(b, a);
}

/** Every member of `a` is in `b`, and the same there. */
function isWithin(a: JsonObject, b: JsonObject): boolean {
  for (const key in a) if (!same(own(a, key), own(b, key))) return false;
  return true;
}

/** A member of its own: in a configuration anything may be a name, `constructor` and `__proto__` too. */
export const own = (object: JsonObject, key: string): Json | undefined => (Object.hasOwn(object, key) ? object[key] : undefined);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
