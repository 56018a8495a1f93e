import type { Json } from '@keycloak-release-gate/core';
import { membersOf, textsAt } from './members.ts';

type Objects = Readonly<Record<string, Json>>;

/** Roles, named `role/member` or `client-role/shop:reader`, with all that they bring along. */
export function expandRoles(roles: readonly string[], objects: Objects): ReadonlySet<string> {
  const all = new Set<string>();
  const left = [...roles];
  for (let role = left.pop(); role !== undefined; role = left.pop()) {
    if (all.has(role)) continue;
    all.add(role);
    left.push(...textsAt(membersOf(objects[role]), 'composites'));
  }
  return all;
}

/** The roles that an object gives, whichever way they are written: as names of objects, or as Keycloak has them for groups. */
export function rolesGivenBy(value: Json | undefined): readonly string[] {
  const object = membersOf(value);
  const ofClients = Object.entries(membersOf(object['clientRoles']));
  return [
    ...textsAt(object, 'roles'),
    ...textsAt(object, 'realmRoles').map((role) => `role/${role.replace(/^role\//, '')}`),
    ...ofClients.flatMap(([client, roles]) => textsAt({ roles }, 'roles').map((role) => `client-role/${client}:${role}`)),
  ];
}

/** The roles that the groups inside an organization give to its members. */
export const rolesOfOrganization = (organization: Json | undefined): readonly string[] =>
  Object.values(membersOf(membersOf(organization)['groups'])).flatMap((group) => rolesGivenBy(group));

/** The roles that the members of a group have by it, and by the groups that it is in: `/staff/finance`. */
export function rolesOfGroup(path: string, objects: Objects): readonly string[] {
  const names = path.split('/').filter((name) => name !== '');
  return names.flatMap((_name, index) => rolesGivenBy(objects[`group/${names.slice(0, index + 1).join('/')}`]));
}

/** The roles by which realms are administered: the realm's own management client, and in realm master one client for each realm. */
export function isAdministrators(role: string, realm: string): boolean {
  if (role.startsWith('client-role/realm-management:')) return true;
  return realm === 'master' && /^(?:role\/(?:admin|create-realm)$|client-role\/[^:]+-realm:)/.test(role);
}
