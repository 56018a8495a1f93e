import type { Json } from '@keycloak-release-gate/core';
import type { Objects } from './difference.ts';
import { isObject } from './same.ts';

/** Two realms that are compared although their names differ. */
export interface RealmNames {
  readonly from: string;
  readonly to: string;
}

/**
 * The objects as they would be in a realm of the other name: in the places where Keycloak itself puts a realm's name (its default role,
 * the paths of its own consoles, its own settings), and nowhere else. `origins` are those of Keycloak in the other environment.
 */
export function underOtherName(objects: Objects, { from, to }: RealmNames, origins: readonly string[]): Objects {
  if (from === to) return objects;
  const [oldRole, newRole] = [`default-roles-${from}`, `default-roles-${to}`];
  const paths = ['', ...origins].flatMap((origin) =>
    ['realms', 'admin'].map((part) => [`${origin}/${part}/${from}`, `${origin}/${part}/${to}`] as const),
  );
  const text = (value: string): string => {
    if (value === oldRole) return newRole;
    if (value === `role/${oldRole}`) return `role/${newRole}`;
    const [old, now] = paths.find(([path]) => value === path || value.startsWith(`${path}/`)) ?? [];
    return old === undefined || now === undefined ? value : `${now}${value.slice(old.length)}`;
  };
  const walk = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, walk(member ?? null)]));
    const items = value.map(walk);
    return items.some((item, index) => item !== value[index]) && items.every((item) => typeof item === 'string') ? items.toSorted() : items;
  };
  return Object.fromEntries(
    Object.entries(objects).map(([object, value]) => {
      const translated = walk(value);
      return [
        text(object),
        object === 'realm' && isObject(translated) && translated['realm'] === from ? { ...translated, realm: to } : translated,
      ];
    }),
  );
}
