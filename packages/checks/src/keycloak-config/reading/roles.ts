import type { Kind } from '../evidence.ts';
import { representations, textOf, without } from './representation.ts';
import type { Representation } from './representation.ts';
import type { RoleNames } from './role-names.ts';
import type { Reading, Source } from './source.ts';

/** The realm's own roles, each with the roles that it brings along. */
export const realmRoles: Reading = {
  kinds: ['role'],
  read: async (source) => {
    const names = await source.roleNames();
    return keepRoles(source, 'role', names.ofRealm, names);
  },
};

/** The roles of all clients, likewise. */
export const clientRoles: Reading = {
  kinds: ['client-role'],
  read: async (source) => {
    const names = await source.roleNames();
    return keepRoles(source, 'client-role', names.ofClients, names);
  },
};

async function keepRoles(
  { api, each, keep }: Source,
  kind: Kind,
  roles: readonly Representation[],
  names: RoleNames,
): Promise<readonly string[]> {
  await each(kind === 'role' ? 'roles' : 'composites of client roles', roles, async (role) => {
    const composites =
      role['composite'] === true ? await api.get(`/roles-by-id/${encodeURIComponent(textOf(role, 'id'))}/composites`, 'view-realm') : [];
    // Whether it is composite is told by its composites.
    keep(kind, names.keyOf(role).slice(kind.length + 1), {
      ...without(role, 'composite'),
      composites: representations(composites).map((part) => names.keyOf(part)),
    });
  });
  return [];
}
