import type { RealmAdmin } from './admin.ts';
import { richComponents } from './components.ts';
import type { RichComponent } from './components.ts';
import { richIdentityProviders } from './identity-providers.ts';
import { richOrganizations } from './organizations.ts';

/** The identity providers and their mappers. The flows that they name must be there. */
export async function createIdentityProviders({ post }: RealmAdmin): Promise<void> {
  for (const { representation, mappers } of richIdentityProviders) {
    await post('/identity-provider/instances', representation);
    for (const mapper of mappers) await post(`/identity-provider/instances/${representation.alias}/mappers`, mapper);
  }
}

/** User federation, keys, and policies of client registration, each below its parent. */
export async function createComponents(admin: RealmAdmin, components = richComponents, parent?: string): Promise<void> {
  for (const component of components) await createComponent(admin, component, parent);
}

async function createComponent(admin: RealmAdmin, { representation, below }: RichComponent, parent?: string): Promise<void> {
  const before = new Set((await admin.list('/components')).map(({ id }) => id));
  await admin.post('/components', parent === undefined ? representation : { ...representation, parentId: parent });
  if (!below) return;
  const made = (await admin.list('/components')).find(({ id, name }) => !before.has(id) && name === representation.name);
  if (!made) throw new Error(`Keycloak made no component ${representation.name} although it said so.`);
  await createComponents(admin, below, made.id);
}

/** The organizations, with the identity providers that are linked to them. Keycloak 26 and later. */
export async function createOrganizations(admin: RealmAdmin): Promise<void> {
  await admin.put('', { organizationsEnabled: true });
  for (const { representation, identityProvider } of richOrganizations) {
    await admin.post('/organizations', representation);
    if (identityProvider === undefined) continue;
    const { id } = await admin.find('/organizations', 'name', representation.name);
    await admin.post(`/organizations/${id}/identity-providers`, identityProvider);
  }
}
