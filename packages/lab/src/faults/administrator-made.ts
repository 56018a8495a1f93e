import type { Lab } from '../lab/lab.ts';
import type { Fault } from './fault.ts';
import { clientPath, forgetAdministrators, inRealm, userId, usernameOf } from './realm.ts';

/** Gives a test user a role by which users are administered, or takes it. */
async function mayManageUsers(lab: Lab, method: 'POST' | 'DELETE', signal: AbortSignal): Promise<void> {
  const management = await clientPath(lab, 'realm-management', signal);
  const role = await lab.keycloakAdmin(`${management}/roles/manage-users`, { signal });
  const user = await userId(lab, usernameOf('apache'), signal);
  const id = management.slice(management.lastIndexOf('/') + 1);
  await lab.keycloakAdmin(inRealm(`/users/${user}/role-mappings/clients/${id}`), { method, body: [role], signal });
}

export const administratorMade: Fault = {
  id: 'administrator-made',
  title: 'Somebody gave a user the right to administer users',
  inject: (lab, signal) => mayManageUsers(lab, 'POST', signal),
  heal: async (lab, signal) => {
    await mayManageUsers(lab, 'DELETE', signal);
    await forgetAdministrators(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/ADMINISTRATOR_MADE',
    exitCode: 0,
    mayAlso: [],
    domains: ['keycloak-config/as-released'],
  },
};
