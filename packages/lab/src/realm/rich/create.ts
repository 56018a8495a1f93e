import type { AdminRequest } from '../../keycloak/admin-api.ts';
import { atLeast } from '../../keycloak/version.ts';
import type { KeycloakVersion } from '../../keycloak/version.ts';
import { realmAdmin } from './admin.ts';
import type { RealmAdmin } from './admin.ts';
import { richClientPolicies, richClientProfiles } from './client-policies.ts';
import { createClientScopes } from './create-client-scopes.ts';
import { createClients, giveClientsTheirRoles } from './create-clients.ts';
import { createFlows } from './create-flows.ts';
import { createGroups } from './create-groups.ts';
import { createComponents, createIdentityProviders, createOrganizations } from './create-providers.ts';
import { createClientRoles, createRealmRoles } from './create-roles.ts';
import { richRequiredActions } from './required-actions.ts';
import { richSettings, richTexts } from './settings.ts';
import { richUserProfile } from './user-profile.ts';

/**
 * Makes a realm with every kind of object in it, each with as many of its attributes as make sense, as administrators do: one
 * object at a time over the admin API. Works on Keycloak 24.0 to 26.7. About a hundred and fifty requests.
 */
export async function createRichRealm(request: AdminRequest, realm: string, version: KeycloakVersion): Promise<void> {
  await request('/realms', { method: 'POST', body: { ...richSettings, realm } });
  const admin = realmAdmin(request, realm);
  await createRealmRoles(admin);
  await createClientScopes(admin);
  await createFlows(admin);
  await createClients(admin);
  await createClientRoles(admin);
  await giveClientsTheirRoles(admin);
  await createGroups(admin);
  await createIdentityProviders(admin);
  await createComponents(admin);
  await setRequiredActions(admin);
  await admin.put('/users/profile', richUserProfile);
  await admin.put('/client-policies/profiles', richClientProfiles);
  await admin.put('/client-policies/policies', richClientPolicies);
  for (const [language, texts] of Object.entries(richTexts)) await admin.post(`/localization/${language}`, texts);
  if (atLeast(version, 26)) await createOrganizations(admin);
}

async function setRequiredActions(admin: RealmAdmin): Promise<void> {
  const actions = await admin.listNamed('/authentication/required-actions');
  for (const action of actions) {
    const alias = String(action['alias']);
    const change = richRequiredActions[alias];
    if (change) await admin.put(`/authentication/required-actions/${encodeURIComponent(alias)}`, { ...action, ...change });
  }
}
