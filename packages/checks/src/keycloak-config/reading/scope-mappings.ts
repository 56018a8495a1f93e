import type { AdminApi } from '../admin-api.ts';
import { isRepresentation, representations, textOf } from './representation.ts';

/** The roles of a mapping, of the realm and of clients, as the keys of these roles. */
export function roleKeys(mappings: unknown): readonly string[] {
  if (!isRepresentation(mappings)) return [];
  const { realmMappings, clientMappings } = mappings;
  return [
    ...representations(realmMappings).map((role) => `role/${textOf(role, 'name')}`),
    ...Object.entries(isRepresentation(clientMappings) ? clientMappings : {}).flatMap(([client, of]) =>
      representations(isRepresentation(of) ? of['mappings'] : []).map((role) => `client-role/${client}:${textOf(role, 'name')}`),
    ),
  ];
}

/** The roles that a client, or a client scope, lets into tokens. */
export const scopeMappings = async (api: AdminApi, owner: string): Promise<readonly string[]> =>
  roleKeys(await api.get(`${owner}/scope-mappings`, 'view-clients'));
