/** One administrative role of a realm that the gate's reader needs. */
export interface GateRole {
  readonly role: string;
  /** What could not be read without it. */
  readonly reads: string;
  /** Roles that let as much be read. */
  readonly orElse: readonly string[];
  /** The version that brought it. */
  readonly since?: string;
}

/**
 * Every role that the gate's reader needs in each realm, and no other one: its looks name them, `verify doctor` asks for each, the lab's
 * reader has just these, and docs/adopting.md lists them.
 */
export const gateRoles = [
  {
    role: 'view-realm',
    reads: "the realm's settings, its roles, flows, required actions, components, keys, user profile and texts",
    orElse: ['manage-realm'],
  },
  { role: 'view-clients', reads: 'clients with their roles, client scopes, and what tokens hold', orElse: ['manage-clients'] },
  { role: 'view-identity-providers', reads: 'identity providers and their mappers', orElse: ['manage-identity-providers'] },
  { role: 'view-users', reads: 'groups, and the roles of service accounts', orElse: ['manage-users'] },
  { role: 'query-groups', reads: 'the list of groups', orElse: ['view-users', 'manage-users'] },
  { role: 'view-events', reads: 'who changed something, where the realm saves admin events', orElse: ['manage-events'] },
  {
    role: 'view-authorization',
    reads: "what clients' authorization services decide by (versions before 26)",
    orElse: ['manage-authorization'],
  },
  {
    role: 'view-organizations',
    reads: 'organizations, where the realm has them switched on (before 26.7 only `manage-realm` reads them)',
    orElse: ['manage-organizations', 'manage-realm'],
    since: '26.7',
  },
] as const satisfies readonly GateRole[];

export type GateRoleName = (typeof gateRoles)[number]['role'];

/** The role as the table has it. */
export const gateRole = (role: GateRoleName): GateRole => {
  const found = gateRoles.find((each) => each.role === role);
  if (!found) throw new Error(`There is no role ${role}.`);
  return found;
};

/** True where somebody who holds these roles may read what the role is needed for. */
export const suffice = (held: readonly string[], role: GateRoleName): boolean =>
  held.includes(role) || gateRole(role).orElse.some((other) => held.includes(other));
