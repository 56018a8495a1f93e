import type { AdminApi } from '../admin-api.ts';
import { isRepresentation, textOf } from './representation.ts';
import type { Representation } from './representation.ts';

/** All groups of a realm. */
export interface GroupTree {
  readonly seen: readonly Representation[];
  /** How many Keycloak says that there are. */
  readonly there: number;
}

/**
 * Reads the tree of groups. Lists of groups hold one level: the one below is asked for where there is one. Whoever may list groups and
 * not view them gets empty lists; how many there are, Keycloak tells them all the same.
 */
export async function readGroups(api: AdminApi): Promise<GroupTree> {
  const [counted, seen] = await Promise.all([api.get('/groups/count', 'query-groups'), level(api, '/groups')]);
  return { seen, there: isRepresentation(counted) ? Number(counted['count']) : 0 };
}

async function level(api: AdminApi, path: string): Promise<readonly Representation[]> {
  const found = await api.list(`${path}?briefRepresentation=false`, ['query-groups', 'view-users']);
  const below = await Promise.all(
    found.map(async (group) =>
      Number(group['subGroupCount']) > 0 ? level(api, `/groups/${encodeURIComponent(textOf(group, 'id'))}/children`) : [],
    ),
  );
  return [...found, ...below.flat()];
}
