import { isRepresentation, textOf, without } from './representation.ts';
import type { Representation } from './representation.ts';
import { scopeMappings } from './scope-mappings.ts';
import type { Reading } from './source.ts';

/** Every realm is born with these: a list without any of them was filtered for lack of a role. */
const builtInClients = ['account', 'account-console', 'admin-cli', 'broker', 'realm-management', 'security-admin-console'];

export const clients: Reading = {
  kinds: ['client'],
  read: async (source) => {
    const [all, flows] = await Promise.all([source.clients(), source.flows()]);
    const aliases = new Map(flows.map((flow) => [textOf(flow, 'id'), textOf(flow, 'alias')]));
    await Promise.all(
      all.map(async (client) =>
        source.keep('client', textOf(client, 'clientId'), {
          ...withFlowNames(configured(client), aliases),
          scopeMappings: await scopeMappings(source.api, `/clients/${encodeURIComponent(textOf(client, 'id'))}`),
        }),
      ),
    );
    const known = all.filter((client) => builtInClients.includes(textOf(client, 'clientId')));
    if (known.length === 0)
      return [`The list of clients came back with none of those that Keycloak makes itself (${builtInClients.join(', ')}).`];
    if (!known.some((client) => Array.isArray(client['defaultClientScopes'])))
      return ['The clients came back without their default client scopes.'];
    return [];
  },
};

/** Registered nodes come and go by themselves; a SAML client has a random secret that nothing uses. */
const configured = (client: Representation): Representation =>
  without(client, 'registeredNodes', ...(client['protocol'] === 'saml' ? ['secret'] : []));

/** A client's own flows are kept by id, which another database would give another value. */
function withFlowNames(client: Representation, flows: ReadonlyMap<string, string>): Representation {
  const overrides = client['authenticationFlowBindingOverrides'];
  if (!isRepresentation(overrides)) return client;
  const named = Object.entries(overrides).map(([binding, id]) => [binding, flows.get(String(id)) ?? id] as const);
  return { ...client, authenticationFlowBindingOverrides: Object.fromEntries(named) };
}
