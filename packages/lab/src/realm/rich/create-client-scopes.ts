import type { RealmAdmin } from './admin.ts';
import { richClientScopes } from './client-scopes.ts';
import { giveRoles } from './create-roles.ts';

/** The client scopes, what they expose, and which of them new clients get. */
export async function createClientScopes(admin: RealmAdmin): Promise<void> {
  for (const { representation, ofNewClients, roles = [] } of richClientScopes) {
    await admin.post('/client-scopes', representation);
    const { id } = await admin.find('/client-scopes', 'name', representation.name);
    await giveRoles(admin, `/client-scopes/${id}/scope-mappings`, roles);
    if (ofNewClients) await admin.put(`/default-${ofNewClients}-client-scopes/${id}`);
  }
}
