import type { Lab } from '../lab/lab.ts';
import { gateClientId } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import type { Representation } from './realm.ts';
import { clientPath, inRealm } from './realm.ts';

/** Gives the gate's service account the role by which identity providers are read, or takes it. */
async function mayReadProviders(lab: Lab, method: 'POST' | 'DELETE', signal: AbortSignal): Promise<void> {
  const management = await clientPath(lab, 'realm-management', signal);
  const role = await lab.keycloakAdmin(`${management}/roles/view-identity-providers`, { signal });
  const account = (await lab.keycloakAdmin(`${await clientPath(lab, gateClientId, signal)}/service-account-user`, {
    signal,
  })) as Representation;
  const id = management.slice(management.lastIndexOf('/') + 1);
  await lab.keycloakAdmin(inRealm(`/users/${String(account['id'])}/role-mappings/clients/${id}`), { method, body: [role], signal });
}

export const gateRobbedOfRole: Fault = {
  id: 'gate-robbed-of-role',
  title: 'Somebody took the role from the gate by which it reads identity providers',
  inject: (lab, signal) => mayReadProviders(lab, 'DELETE', signal),
  heal: (lab, signal) => mayReadProviders(lab, 'POST', signal),
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/FORBIDDEN',
    exitCode: 3,
    mayAlso: [],
    domains: ['keycloak-config/not-weakened'],
  },
};
