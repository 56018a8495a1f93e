import { isRepresentation, textOf, without } from './representation.ts';
import type { Representation } from './representation.ts';
import type { Reading, Source } from './source.ts';

/** What says where a group stands, which its path says already. */
const place = ['path', 'parentId', 'subGroups', 'subGroupCount'] as const;

/**
 * The tree of groups, and those that new users get. Lists of groups hold one level: the one below is asked for where there is one.
 * Whoever may list groups and not view them gets empty lists; how many there are, Keycloak tells them all the same.
 */
export const groups: Reading = {
  kinds: ['group', 'default-groups'],
  read: async (source) => {
    const seen: Representation[] = [];
    const [counted] = await Promise.all([source.api.get('/groups/count', 'query-groups'), level(source, '/groups', seen)]);
    const there = isRepresentation(counted) ? Number(counted['count']) : 0;
    if (there > seen.length) return [`There are ${there} groups, and ${seen.length} of them came back.`];
    // From 26.7 on they are not there either for who may not view groups.
    source.keep('default-groups', '', { groups: source.settings['defaultGroups'] ?? [] });
    // Whoever may list the groups and not view them is shown names alone.
    return seen.some((group) => !('realmRoles' in group)) ? ['Groups came back without their roles.'] : [];
  },
};

async function level(source: Source, path: string, seen: Representation[]): Promise<void> {
  const found = await source.api.list(`${path}?briefRepresentation=false`, ['query-groups', 'view-users']);
  await Promise.all(
    found.map(async (group) => {
      seen.push(group);
      source.keep('group', textOf(group, 'path').replace(/^\//, ''), without(group, ...place));
      if (Number(group['subGroupCount']) > 0) await level(source, `/groups/${encodeURIComponent(textOf(group, 'id'))}/children`, seen);
    }),
  );
}
