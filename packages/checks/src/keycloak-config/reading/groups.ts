import { textOf, without } from './representation.ts';
import type { Reading } from './source.ts';

/** What says where a group stands, which its path says already. */
const place = ['path', 'parentId', 'subGroups', 'subGroupCount'] as const;

/** The groups, and those that new users get. */
export const groups: Reading = {
  kinds: ['group', 'default-groups'],
  read: async (source) => {
    const { seen, there } = await source.groups();
    for (const group of seen) source.keep('group', textOf(group, 'path').replace(/^\//, ''), without(group, ...place));
    if (there > seen.length) return [`There are ${there} groups, and ${seen.length} of them came back.`];
    // From 26.7 on they are not there either for who may not view groups.
    source.keep('default-groups', '', { groups: source.settings['defaultGroups'] ?? [] });
    // Whoever may list the groups and not view them is shown names alone.
    return seen.some((group) => !('realmRoles' in group)) ? ['Groups came back without their roles.'] : [];
  },
};
