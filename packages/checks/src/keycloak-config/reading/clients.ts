import { isRepresentation, textOf, without } from './representation.ts';
import type { Representation } from './representation.ts';
import { scopeMappings } from './scope-mappings.ts';
import type { Reading } from './source.ts';

export const clients: Reading = {
  kinds: ['client'],
  read: async (source) => {
    const [all, flows] = await Promise.all([source.clients(), source.flows()]);
    const aliases = new Map(flows.map((flow) => [textOf(flow, 'id'), textOf(flow, 'alias')]));
    await source.each('clients', all, async (client) =>
      source.keep('client', textOf(client, 'clientId'), {
        ...withFlowNames(configured(client), aliases),
        scopeMappings: await scopeMappings(source.api, `/clients/${encodeURIComponent(textOf(client, 'id'))}`),
      }),
    );
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
