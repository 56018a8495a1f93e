import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { kindOf } from '../evidence.ts';
import type { Kind } from '../evidence.ts';
import type { Objects } from './rule.ts';

/** Where a value stands in an object: a name may have dots in it. */
export type Path = readonly string[];

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The value at a path; undefined where there is none. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  return isObject(value) ? valueAt(value[name], rest) : undefined;
}

/** Components keep every value in a list: the one in it. */
const single = (value: Json | undefined): Json | undefined => (isList(value) && value.length === 1 ? value[0] : value);

/** The texts of a list; a single text counts as a list of one. */
export function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return isList(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** True and `true`; attributes and components keep switches as text. */
export const isOn = (value: Json | undefined): boolean => [true, 'true'].some((on) => single(value) === on);

/** A value as text, and the one in a list; empty where it is neither text, number nor switch. */
export function textOf(value: Json | undefined): string {
  const one = single(value);
  return ['string', 'number', 'boolean'].includes(typeof one) ? `${one as string | number | boolean}` : '';
}

/** A number, also where it is kept as text; undefined where it is none. */
export function numberOf(value: Json | undefined): number | undefined {
  const one = single(value);
  if (typeof one === 'number') return one;
  return typeof one === 'string' && /^-?\d+$/.test(one) ? Number(one) : undefined;
}

/** An object with its key (`client/portal`) and its name (`portal`). */
export interface Named {
  readonly key: string;
  readonly name: string;
  readonly object: JsonObject;
}

/** The objects of a kind, in the order of their keys. A name that several objects share tells of none of them. */
export const objectsOf = (objects: Objects, kind: Kind): readonly Named[] => byKindOf(objects).get(kind) ?? [];

/** Every rule asks for the objects of its kinds, and a realm may have thousands: they are sorted out once. */
const sortedOut = new WeakMap<Objects, ReadonlyMap<string, readonly Named[]>>();

function byKindOf(objects: Objects): ReadonlyMap<string, readonly Named[]> {
  const known = sortedOut.get(objects);
  if (known) return known;
  const named = Object.keys(objects)
    .toSorted()
    .flatMap((key): readonly Named[] => {
      const object = objects[key];
      return isObject(object) ? [{ key, name: key.slice(kindOf(key).length + 1), object }] : [];
    });
  const byKind = Map.groupBy(named, ({ key }) => kindOf(key));
  sortedOut.set(objects, byKind);
  return byKind;
}
