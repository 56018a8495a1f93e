import { gateRoles } from '@keycloak-release-gate/core';
import type { AdminRequest } from '../keycloak/admin-api.ts';
import { closedClient } from './clients.ts';
import { watchedRealm } from './realms.ts';
import { gateClientId } from './secrets.ts';

/** What is secret in a small realm. */
export interface SmallRealmSecrets {
  readonly gate: string;
  readonly service: string;
}

/** The one application of a small realm: it logs in by itself. */
export const smallRealmService = 'billing';

/**
 * Makes a realm that is an environment of its own on the lab's one Keycloak, for releases that go from one to the next: the gate's
 * client and a service account. Works on Keycloak 26.
 */
export async function createSmallRealm(request: AdminRequest, name: string, secrets: SmallRealmSecrets): Promise<void> {
  await request('/realms', {
    method: 'POST',
    body: {
      ...watchedRealm(name, 'Small'),
      clients: [
        { ...closedClient(gateClientId, 'The release gate'), secret: secrets.gate, serviceAccountsEnabled: true, fullScopeAllowed: true },
        { ...closedClient(smallRealmService, 'Billing'), secret: secrets.service, serviceAccountsEnabled: true },
      ],
      users: [
        {
          username: `service-account-${gateClientId}`,
          enabled: true,
          serviceAccountClientId: gateClientId,
          clientRoles: { 'realm-management': gateRoles.filter((role) => !('since' in role)).map(({ role }) => role) },
        },
      ],
    },
  });
}
