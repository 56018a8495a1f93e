import { richAuthorizationClient } from './authorization.ts';
import type { RealmAdmin } from './admin.ts';
import { richClients } from './clients.ts';
import type { RichClient } from './clients.ts';
import { giveRoles } from './create-roles.ts';
import { richSamlClients } from './saml-clients.ts';

const all = [...richClients, ...richSamlClients, richAuthorizationClient];

/** The clients. The flows and client scopes that they name must be there. */
export async function createClients(admin: RealmAdmin): Promise<void> {
  for (const client of all) {
    const flows: Record<string, string> = {};
    for (const [binding, alias] of Object.entries(client.flows ?? {}))
      flows[binding] = (await admin.find('/authentication/flows', 'alias', alias)).id;
    await admin.post('/clients', { ...client.representation, authenticationFlowBindingOverrides: flows });
    const { id } = await admin.find('/clients', 'clientId', client.representation.clientId);
    await giveScopes(admin, id, client);
  }
}

/** What clients may do and show, once all clients have their roles. */
export async function giveClientsTheirRoles(admin: RealmAdmin): Promise<void> {
  for (const { representation, scopeMappings = [], serviceAccountRoles = [] } of all) {
    const { id } = await admin.find('/clients', 'clientId', representation.clientId);
    await giveRoles(admin, `/clients/${id}/scope-mappings`, scopeMappings);
    if (serviceAccountRoles.length === 0) continue;
    const account = await admin.get(`/clients/${id}/service-account-user`);
    await giveRoles(admin, `/users/${account.id}/role-mappings`, serviceAccountRoles);
  }
}

async function giveScopes(admin: RealmAdmin, id: string, { defaultScopes = [], optionalScopes = [] }: RichClient): Promise<void> {
  const give = async (kind: 'default' | 'optional', names: readonly string[]): Promise<void> => {
    for (const name of names) {
      const scope = await admin.find('/client-scopes', 'name', name);
      await admin.put(`/clients/${id}/${kind}-client-scopes/${scope.id}`);
    }
  };
  await give('default', defaultScopes);
  await give('optional', optionalScopes);
}
