import { compare } from '@keycloak-release-gate/core';
import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { isList, isObject } from '../../keycloak-config/diff/same.ts';

/** A member that is an object, or an empty one. */
export const objectAt = (value: Json | undefined, name: string): JsonObject => {
  const member = isObject(value) ? value[name] : undefined;
  return isObject(member) ? member : {};
};

/** The objects of a list that is a member. */
export const listAt = (value: Json | undefined, name: string): readonly JsonObject[] => {
  const member = isObject(value) ? value[name] : undefined;
  return isList(member) ? member.filter(isObject) : [];
};

/** A member that is text. */
export const textAt = (value: Json | undefined, name: string): string | undefined => {
  const member = isObject(value) ? value[name] : undefined;
  return typeof member === 'string' ? member : undefined;
};

/** The texts of a list that is a member. */
export const textsAt = (value: Json | undefined, name: string): readonly string[] => {
  const member = isObject(value) ? value[name] : undefined;
  return isList(member) ? member.filter((item) => typeof item === 'string') : [];
};

/** The object without these members. */
export const without = (value: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

/** The object with the members that say something: neither null, nor empty, nor what they are where nobody says anything. */
export const saying = (value: JsonObject, defaults: JsonObject = {}): JsonObject =>
  Object.fromEntries(
    Object.entries(value).filter(
      ([name, member]) => member !== null && member !== undefined && !isEmpty(member) && member !== defaults[name],
    ),
  );

const isEmpty = (value: Json): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** A list without order, in one. */
export const sortedSet = (list: readonly Json[]): readonly Json[] =>
  list
    .map((item) => [typeof item === 'string' ? item : JSON.stringify(item), item] as const)
    .toSorted(([a], [b]) => compare(a, b))
    .map(([, item]) => item);
