import { isRepresentation, representations, textOf, without } from './representation.ts';
import type { Representation } from './representation.ts';
import { whatFor } from './permission.ts';
import type { Reading, Source } from './source.ts';

/** What a client's authorization services decide by: its resources, scopes, policies and permissions, all by name. */
export const authorization: Reading = {
  kinds: ['authorization'],
  read: async (source) => {
    const clients = (await source.clients()).filter((client) => client['authorizationServicesEnabled'] === true);
    await Promise.all(clients.map(async (client) => keepServer(source, client)));
    return [];
  },
};

/** Policies that stand on other policies, which have to be asked for. */
const standsOnOthers = new Set(['aggregate', 'resource', 'scope', 'uma']);

async function keepServer(source: Source, client: Representation): Promise<void> {
  const { api } = source;
  const id = textOf(client, 'id');
  const at = `/clients/${encodeURIComponent(id)}/authz/resource-server`;
  const list = async (path: string): Promise<readonly Representation[]> => api.list(`${at}${path}`, 'view-authorization');
  // Resources of other owners are their users' own.
  const [server, resources, scopes, policies, names] = await Promise.all([
    api.get(at, 'view-authorization'),
    list(`/resource?owner=${encodeURIComponent(id)}`),
    list('/scope'),
    list('/policy?fields=*'),
    namesById(source),
  ]);
  // Only who names groups needs them: reading them takes a role of its own.
  const groups = policies.some((policy) => policy['type'] === 'group') ? await source.groups() : undefined;
  const policyName = new Map(policies.map((policy) => [textOf(policy, 'id'), textOf(policy, 'name')]));
  const known = new Map([
    ...names,
    ...(groups?.seen.map((group) => [textOf(group, 'id'), textOf(group, 'path')] as const) ?? []),
    ...policyName,
    ...resources.map((resource) => [textOf(resource, '_id'), textOf(resource, 'name')] as const),
    ...scopes.map((scope) => [textOf(scope, 'id'), textOf(scope, 'name')] as const),
  ]);
  const named = await Promise.all(
    policies.map(async (policy) => {
      const others = standsOnOthers.has(textOf(policy, 'type'))
        ? await api.get(`${at}/policy/${encodeURIComponent(textOf(policy, 'id'))}/associatedPolicies`, 'view-authorization')
        : [];
      return {
        ...without(policy, 'resourcesData', 'scopesData', 'config'),
        ...whatFor(policy, known),
        config: isRepresentation(policy['config']) ? configByName(policy['config'], known) : {},
        policies: representations(others).map((other) => textOf(other, 'name')),
      };
    }),
  );
  source.keep('authorization', textOf(client, 'clientId'), {
    ...(isRepresentation(server) ? without(server, 'resources', 'policies', 'scopes', 'clientId', 'name') : {}),
    resources: resources.map((resource) => ({
      ...without(resource, '_id', 'owner'),
      scopes: representations(resource['scopes']).map((scope) => textOf(scope, 'name')),
    })),
    scopes,
    policies: named,
  });
}

/** Roles, clients and client scopes by their ids, as policies name them. */
async function namesById(source: Source): Promise<ReadonlyMap<string, string>> {
  const [roles, clients, scopes] = await Promise.all([source.roleNames(), source.clients(), source.clientScopes()]);
  return new Map([
    ...[...roles.ofRealm, ...roles.ofClients].map((role) => [textOf(role, 'id'), roles.keyOf(role)] as const),
    ...clients.map((client) => [textOf(client, 'id'), textOf(client, 'clientId')] as const),
    ...scopes.map((scope) => [textOf(scope, 'id'), textOf(scope, 'name')] as const),
  ]);
}

/** Ids stand in the configuration as JSON in a string: `["…"]`, or `[{"id":"…","required":true}]`. */
function configByName(config: Representation, known: ReadonlyMap<string, string>): Representation {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => {
      if (typeof value !== 'string' || !value.startsWith('[')) return [name, value];
      const list = parsed(value);
      if (!Array.isArray(list)) return [name, value];
      return [
        name,
        list.map((item: unknown) => {
          if (typeof item === 'string') return known.get(item) ?? item;
          if (!isRepresentation(item)) return item;
          const { id } = item;
          return typeof id === 'string' ? { ...without(item, 'id'), name: known.get(id) ?? id } : item;
        }),
      ];
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // It only looks like JSON.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
