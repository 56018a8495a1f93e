import { NotOffered } from '../admin-api.ts';
import type { AdminApi } from '../admin-api.ts';
import { isRepresentation, textOf, without } from './representation.ts';
import type { Representation } from './representation.ts';
import type { Reading } from './source.ts';

export const organizations: Reading = {
  kinds: ['organization'],
  read: async ({ api, each, keep, organizations: all }) => {
    await each('organizations', await all(), async (organization) => {
      const groups = await groupsIn(api, textOf(organization, 'id'));
      // Before 26 an organization has no alias.
      keep('organization', textOf(organization, 'alias') || textOf(organization, 'name'), {
        ...organization,
        groups: Object.fromEntries(groups.map((group) => [textOf(group, 'path').replace(/^\//, ''), configured(group)])),
      });
    });
    return [];
  },
};

/** The groups of an organization, which give roles to its members: from 26.7 on. */
async function groupsIn(api: AdminApi, id: string): Promise<readonly Representation[]> {
  try {
    return await level(api, `/organizations/${encodeURIComponent(id)}/groups`, '');
  } catch (error) {
    if (error instanceof NotOffered) return [];
    throw error;
  }
}

/** Below the first level, lists have no roles: each group is asked for. */
async function level(api: AdminApi, at: string, of: string): Promise<readonly Representation[]> {
  const path = of === '' ? at : `${at}/${encodeURIComponent(of)}/children`;
  const found = await api.list(`${path}?briefRepresentation=false&subGroupsCount=true`, 'view-organizations');
  const all = await Promise.all(
    found.map(async (group): Promise<readonly Representation[]> => {
      const id = textOf(group, 'id');
      const whole = of === '' ? group : await api.get(`${at}/${encodeURIComponent(id)}`, 'view-organizations');
      const below = Number(group['subGroupCount']) > 0 ? await level(api, at, id) : [];
      return [isRepresentation(whole) ? whole : group, ...below];
    }),
  );
  return all.flat();
}

const configured = (group: Representation): Representation => without(group, 'path', 'parentId', 'subGroups', 'subGroupCount');
