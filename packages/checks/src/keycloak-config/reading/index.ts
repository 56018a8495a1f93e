import { authorization } from './authorization.ts';
import { clientScopes, scopesOfNewClients } from './client-scopes.ts';
import { clients } from './clients.ts';
import { components } from './components.ts';
import { flows } from './flows.ts';
import { groups } from './groups.ts';
import { identityProviderMappers, identityProviders } from './identity-providers.ts';
import { keys } from './keys.ts';
import { localization } from './localization.ts';
import { organizations } from './organizations.ts';
import { realm } from './realm.ts';
import { requiredActions } from './required-actions.ts';
import { clientRoles, realmRoles } from './roles.ts';
import { serviceAccounts } from './service-accounts.ts';
import type { Reading } from './source.ts';
import { userProfile } from './user-profile.ts';

/** All that a realm's configuration is made of; together they read every kind. */
export const readings: readonly Reading[] = [
  realm,
  clients,
  realmRoles,
  clientRoles,
  serviceAccounts,
  authorization,
  clientScopes,
  scopesOfNewClients,
  groups,
  flows,
  requiredActions,
  identityProviders,
  identityProviderMappers,
  components,
  keys,
  userProfile,
  organizations,
  localization,
];
