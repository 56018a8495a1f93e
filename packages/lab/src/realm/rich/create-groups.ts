import type { RealmAdmin } from './admin.ts';
import { giveRoles } from './create-roles.ts';
import { richGroups } from './groups.ts';
import type { RichGroup } from './groups.ts';

/** The groups with those below them, their roles, and which of them new users enter. */
export async function createGroups(admin: RealmAdmin): Promise<void> {
  for (const group of richGroups) await createGroup(admin, '/groups', group);
}

async function createGroup(admin: RealmAdmin, place: string, group: RichGroup): Promise<void> {
  const { name, attributes = {}, roles = [], isDefault = false, groups = [] } = group;
  await admin.post(place, { name, attributes });
  const { id } = await admin.find(place, 'name', name);
  await giveRoles(admin, `/groups/${id}/role-mappings`, roles);
  if (isDefault) await admin.put(`/default-groups/${id}`);
  for (const below of groups) await createGroup(admin, `/groups/${id}/children`, below);
}
