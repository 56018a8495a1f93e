import type { Json, JsonObject } from '@keycloak-release-gate/core';

/** An object's members; none where it is no object. */
export const membersOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

export const textAt = (object: JsonObject, name: string): string => {
  const value = object[name];
  return typeof value === 'string' ? value : '';
};

/** The texts of a list; of objects by name, the names. */
export function textsAt(object: JsonObject, name: string): readonly string[] {
  const value = object[name];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => (typeof item === 'string' ? [item] : []));
  return isObject(value) ? Object.keys(value) : [];
}

/** Every text anywhere in a value. */
export function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((member) => textsIn(member as Json));
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
