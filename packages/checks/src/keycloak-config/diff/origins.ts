import type { Json } from '@keycloak-release-gate/core';
import type { Objects } from './difference.ts';
import { isObject } from './same.ts';

/** Origins of one environment (`https://sso-test.example`), each with what stands in its place in another. */
export type Origins = ReadonlyMap<string, string>;

/** Where an environment and its applications are: `keycloak`, and each application by its id. */
export type Places = Readonly<Record<string, string | undefined>>;

/**
 * Which origin of one environment stands for which of the other, by the two environments' own definitions. An origin that would
 * stand for two is not mapped, and what holds it stays visible.
 */
export function originsBetween(from: Places, to: Places): Origins {
  const found = new Map<string, Set<string>>();
  for (const [place, url] of Object.entries(from)) {
    const other = to[place];
    const origin = originOf(url);
    const target = originOf(other);
    if (origin === undefined || target === undefined) continue;
    found.set(origin, (found.get(origin) ?? new Set()).add(target));
  }
  return new Map(
    [...found].flatMap(([origin, [target = origin, ...more]]) => (more.length > 0 || target === origin ? [] : [[origin, target]])),
  );
}

function originOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { origin } = new URL(url);
  return origin === 'null' ? undefined : origin;
}

/** The objects as they would be in the other environment: whole origins in values and in names. A part of a host is never touched. */
export function translated(objects: Objects, origins: Origins): Objects {
  if (origins.size === 0) return objects;
  const pattern = new RegExp(
    `(?<![\\w+.-])(?:${[...origins.keys()].map((origin) => RegExp.escape(origin)).join('|')})(?=$|[/?#\\s,;"'<>\\\\])`,
    'g',
  );
  const text = (value: string): string =>
    value.includes('://') ? value.replaceAll(pattern, (origin) => origins.get(origin) ?? origin) : value;
  const walk = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, member]) => [text(key), walk(member ?? null)]));
    const items = value.map(walk);
    // A set stands in its order, whichever origin it is written with.
    return isText(value) && isText(items) && isSorted(value) ? items.toSorted(byCodeUnit) : items;
  };
  return Object.fromEntries(Object.entries(objects).map(([object, value]) => [text(object), walk(value)]));
}

const isText = (list: readonly Json[]): list is readonly string[] => list.every((item) => typeof item === 'string');
const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const isSorted = (list: readonly string[]): boolean => list.every((item, index) => byCodeUnit(list[index - 1] ?? '', item) <= 0);
