import type { AdminApi } from '../admin-api.ts';
import type { Progress } from './progress.ts';
import { textOf } from './representation.ts';
import type { Representation } from './representation.ts';

/** All roles of a realm, and the key of each. */
export interface RoleNames {
  readonly ofRealm: readonly Representation[];
  readonly ofClients: readonly Representation[];
  /** `role/member`, `client-role/portal:reader`. */
  keyOf(role: Representation): string;
  /** The key of the role with this id; undefined where there is none. */
  byId(id: string): string | undefined;
}

/**
 * Reads all roles: no single request gives the roles of all clients to a reader (an export needs `manage-realm`), so there is
 * one for each client.
 */
export async function readRoles(api: AdminApi, clients: readonly Representation[], each: Progress['each']): Promise<RoleNames> {
  const clientIds = new Map(clients.map((client) => [textOf(client, 'id'), textOf(client, 'clientId')]));
  const full = 'briefRepresentation=false';
  const [ofRealm, ofClients] = await Promise.all([
    api.list(`/roles?${full}`, 'view-realm'),
    each('roles of clients', [...clientIds.keys()], async (id) =>
      api.list(`/clients/${encodeURIComponent(id)}/roles?${full}`, 'view-clients'),
    ),
  ]);
  const keyOf = (role: Representation): string => {
    const container = textOf(role, 'containerId');
    return role['clientRole'] === true
      ? `client-role/${clientIds.get(container) ?? container}:${textOf(role, 'name')}`
      : `role/${textOf(role, 'name')}`;
  };
  const all = ofClients.flat();
  const keys = new Map([...ofRealm, ...all].map((role) => [textOf(role, 'id'), keyOf(role)]));
  return { ofRealm, ofClients: all, keyOf, byId: (id) => keys.get(id) };
}
