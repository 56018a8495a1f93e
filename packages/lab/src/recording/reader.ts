import { randomBytes } from 'node:crypto';
import { gateRoles } from '@keycloak-release-gate/core';
import type { AdminRequest } from '../keycloak/admin-api.ts';
import { realmAdmin } from '../realm/rich/admin.ts';

/** A service account of realm `master` that may look at every realm and change none. */
export interface Reader {
  readonly realm: 'master';
  readonly clientId: string;
  readonly secret: string;
}

/** The roles that the gate asks for; a version that lacks one has no such role to give. */
const roles: readonly string[] = gateRoles.map(({ role }) => role);

/** Makes the service account, and gives it the roles in every realm that there is. Again for realms that came later. */
export async function makeReader(request: AdminRequest, known?: Reader): Promise<Reader> {
  const admin = realmAdmin(request, 'master');
  const reader = known ?? { realm: 'master', clientId: 'release-gate', secret: randomBytes(18).toString('base64url') };
  if (!known)
    await admin.post('/clients', {
      clientId: reader.clientId,
      secret: reader.secret,
      protocol: 'openid-connect',
      publicClient: false,
      standardFlowEnabled: false,
      serviceAccountsEnabled: true,
    });
  const client = await admin.find('/clients', 'clientId', reader.clientId);
  const account = await admin.get(`/clients/${client.id}/service-account-user`);
  for (const ofRealm of await admin.list('/clients')) {
    if (!String(ofRealm['clientId']).endsWith('-realm')) continue;
    const wanted = (await admin.list(`/clients/${ofRealm.id}/roles`)).filter(({ name }) => roles.includes(String(name)));
    await admin.post(`/users/${account.id}/role-mappings/clients/${ofRealm.id}`, wanted);
  }
  return reader;
}
