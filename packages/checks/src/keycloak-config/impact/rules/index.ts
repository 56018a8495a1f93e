import type { ImpactRule } from '../rule.ts';
import { client } from './client.ts';
import { clientScope, scopesOfNewClients } from './client-scope.ts';
import { flow, flowBinding } from './flow.ts';
import { defaultGroups, groupClaims, groupInPolicies, groupMembers, groupRoles, groupServiceAccounts } from './group.ts';
import { implicitLifespan, ownLifespan, sharedSession } from './lifespans.ts';
import { organizationClaims, organizationRoles } from './organization.ts';
import { providerOnLoginPages, providerUsers } from './provider.ts';
import { adminTheme, clientRegistration, recording } from './quiet.ts';
import { administrators, exposedRole, roleHolders, roleInPolicies, roleOfClient } from './role.ts';
import { allUsers, federatedUsers, organizationMembers } from './users.ts';
import { clientPolicies, loginPages, signing } from './whole-realm.ts';

/** Every rule; all that fit a change count. A change that none fits could touch anything. */
export const impactRules: readonly ImpactRule[] = [
  client,
  roleOfClient,
  exposedRole,
  roleHolders,
  roleInPolicies,
  administrators,
  clientScope,
  scopesOfNewClients,
  groupRoles,
  groupClaims,
  groupMembers,
  groupServiceAccounts,
  groupInPolicies,
  defaultGroups,
  flow,
  flowBinding,
  ownLifespan,
  implicitLifespan,
  sharedSession,
  signing,
  clientPolicies,
  loginPages,
  allUsers,
  federatedUsers,
  organizationMembers,
  organizationClaims,
  organizationRoles,
  providerUsers,
  providerOnLoginPages,
  recording,
  clientRegistration,
  adminTheme,
];
