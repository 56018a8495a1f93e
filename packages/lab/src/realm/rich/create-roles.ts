import type { Found, RealmAdmin } from './admin.ts';
import { richClientRoles, richComposites, richRoles } from './roles.ts';
import type { RichRole } from './roles.ts';

/** The realm's roles; those of clients need their clients first. */
export async function createRealmRoles({ post }: RealmAdmin): Promise<void> {
  for (const role of richRoles) await post('/roles', role);
}

/** The roles of clients, and what roles bring along. */
export async function createClientRoles(admin: RealmAdmin): Promise<void> {
  for (const [clientId, roles] of Object.entries(richClientRoles)) {
    const client = await admin.find('/clients', 'clientId', clientId);
    for (const role of roles) await admin.post(`/clients/${client.id}/roles`, role);
  }
  for (const [name, brought] of Object.entries(richComposites)) {
    const role = await roleNamed(admin, name.replace('{realm}', admin.realm));
    await admin.post(`/roles-by-id/${role.id}/composites`, await rolesNamed(admin, brought));
  }
}

/** Gives roles to what has role mappings or scope mappings at the path: a group, a user, a client, a client scope. */
export async function giveRoles(admin: RealmAdmin, path: string, names: readonly RichRole[]): Promise<void> {
  for (const name of names) {
    const role = await roleNamed(admin, name);
    const place = role['clientRole'] === true ? `clients/${String(role['containerId'])}` : 'realm';
    await admin.post(`${path}/${place}`, [role]);
  }
}

async function rolesNamed(admin: RealmAdmin, names: readonly RichRole[]): Promise<readonly Found[]> {
  return Promise.all(names.map((name) => roleNamed(admin, name)));
}

async function roleNamed(admin: RealmAdmin, name: RichRole): Promise<Found> {
  const [clientId = '', ofClient] = name.split(':');
  if (ofClient === undefined) return admin.find('/roles', 'name', name);
  const client = await admin.find('/clients', 'clientId', clientId);
  return admin.find(`/clients/${client.id}/roles`, 'name', ofClient);
}
