import type { JsonObject } from '@keycloak-release-gate/core';
import type { Objects } from './rule.ts';
import { isObject, objectsOf, textsOf, valueAt } from './values.ts';

/**
 * True for a role that changes a realm, or its users: those of `realm-management`, and in realm master those of the client of each
 * realm. Keys as in the snapshot: `client-role/realm-management:manage-users`.
 */
export function isAdministrative(objects: Objects, role: string): boolean {
  const right = '(?:realm-admin|impersonation|create-client|manage-[a-z-]+)';
  if (new RegExp(`^client-role/realm-management:${right}$`).test(role)) return true;
  const master = valueAt(objects['realm'], ['realm']) === 'master';
  return master && (/^role\/(?:admin|create-realm)$/.test(role) || new RegExp(`^client-role/[^:]+-realm:${right}$`).test(role));
}

/** The administrative roles among these and those that they bring along, sorted. */
export function administrativeIn(objects: Objects, roles: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const open = [...roles];
  for (let role = open.pop(); role !== undefined; role = open.pop()) {
    if (seen.has(role)) continue;
    seen.add(role);
    open.push(...textsOf(valueAt(objects[role], ['composites'])));
  }
  return [...seen].filter((role) => isAdministrative(objects, role)).toSorted();
}

/** The roles of a group or of a service account, as the keys of the roles. */
export function rolesOf(holder: JsonObject): readonly string[] {
  const { roles, realmRoles, clientRoles } = holder;
  return [
    ...textsOf(roles),
    ...textsOf(realmRoles).map((role) => `role/${role}`),
    ...Object.entries(isObject(clientRoles) ? clientRoles : {}).flatMap(([client, names]) =>
      textsOf(names).map((name) => `client-role/${client}:${name}`),
    ),
  ];
}

/** The role that stands in a mapper's settings as `member` or `client.role`; undefined where the realm has none of that name. */
export function roleOfText(objects: Objects, text: string): string | undefined {
  if (objects[`role/${text}`] !== undefined) return `role/${text}`;
  return objectsOf(objects, 'client-role')
    .map(({ key }) => key)
    .find((key) => key.slice('client-role/'.length).replace(/:(?=[^:]*$)/, '.') === text);
}
