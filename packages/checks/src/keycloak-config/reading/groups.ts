import { textOf, without } from './representation.ts';
import type { Representation } from './representation.ts';
import type { Reading, Source } from './source.ts';

/** What says where a group stands, which its path says already. */
const place = ['path', 'parentId', 'subGroups', 'subGroupCount'] as const;

/** The tree of groups. Lists of groups hold one level: the one below is asked for where there is one. */
export const groups: Reading = {
  kinds: ['group'],
  read: async (source) => {
    const seen: Representation[] = [];
    await level(source, '/groups', seen);
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
