import { defineCollector, gap } from '@keycloak-release-gate/core';
import type { Gap, Json } from '@keycloak-release-gate/core';
import { adminApi, RealmMissing, Unseen } from './admin-api.ts';
import type { AdminApi } from './admin-api.ts';
import { codes } from './codes.ts';
import { RealmConfiguration } from './evidence.ts';
import { normalise } from './normalise.ts';

type Representation = Readonly<Record<string, unknown>>;

/** Every realm is born with these: a list without any of them was filtered for lack of a role. */
const builtInClients = ['account', 'account-console', 'admin-cli', 'broker', 'realm-management', 'security-admin-console'];

/** Calls at a time. The admin API serves people too. */
const concurrency = 6;

/** The realm as the gate's service account can read it, with single GETs: an export would need a right to change it. */
export const realmConfiguration = defineCollector({
  id: 'keycloak-config/realm',
  version: 2,
  title: 'The configuration of a realm',
  evidence: RealmConfiguration,
  // A realm with thousands of clients is a normal thing.
  timeout: 120_000,
  params: (_run, realm: string) => ({ realm }),
  collect: async ({ realm }, context) => {
    const objects: Record<string, Json> = {};
    const ids: Record<string, string> = {};
    const gaps: Gap[] = [];
    const keep: Keep = (kind, name, representation) => {
      const key = name === '' ? kind : `${kind}/${name}`;
      objects[key] = normalise(representation) ?? {};
      const { id } = representation;
      if (typeof id === 'string') ids[key] = id;
    };
    try {
      const api = await adminApi(realm, context);
      // First the realm: without it there is nothing else.
      const settings = await api.get('', 'view-realm');
      // Without view-realm, Keycloak answers with little more than the name, and no error.
      if (!isRepresentation(settings) || typeof settings['enabled'] !== 'boolean') return { gaps: [reduced(realm)] };
      // Providers are read on their own; some versions repeat them here.
      keep('realm', '', { ...settings, identityProviders: undefined, identityProviderMappers: undefined });
      const parts = await Promise.allSettled(readers.map((read) => read(api, keep)));
      for (const part of parts) {
        if (part.status === 'fulfilled')
          gaps.push(...part.value.map((reason) => gap(codes.FILTERED, { subject: `realm/${realm}`, reason })));
        else if (part.reason instanceof Unseen) gaps.push(part.reason.gap);
        else throw part.reason;
      }
    } catch (error) {
      if (error instanceof RealmMissing) return { value: { realm, exists: false, objects: {}, ids: {}, ambiguous: [], unreadable: [] } };
      if (error instanceof Unseen) return { gaps: [error.gap] };
      throw error;
    }
    return { value: { realm, exists: true, objects, ids, ambiguous: [], unreadable: [] }, gaps };
  },
});

type Keep = (kind: string, name: string, representation: Representation) => void;
/** Reads one kind of object; returns what makes the list doubtful. */
type Reader = (api: AdminApi, keep: Keep) => Promise<readonly string[]>;

const readers: readonly Reader[] = [
  async (api, keep) => {
    const [clients, flows] = await Promise.all([api.list('/clients', 'view-clients'), flowNames(api)]);
    for (const client of clients) keep('client', textOf(client, 'clientId'), withFlowNames(client, flows));
    await keepRoles(api, keep, clients);
    if (clients.some((client) => builtInClients.includes(textOf(client, 'clientId')))) return [];
    return [`The list of clients came back with none of those that Keycloak makes itself (${builtInClients.join(', ')}).`];
  },
  async (api, keep) => {
    for (const scope of await api.list('/client-scopes', 'view-clients')) keep('client-scope', textOf(scope, 'name'), scope);
    const [defaults, optional] = await Promise.all([
      api.list('/default-default-client-scopes', 'view-clients'),
      api.list('/default-optional-client-scopes', 'view-clients'),
    ]);
    const namesOf = (scopes: readonly Representation[]): string[] => scopes.map((scope) => textOf(scope, 'name'));
    keep('scopes-of-new-clients', '', { default: namesOf(defaults), optional: namesOf(optional) });
    return [];
  },
  async (api, keep) => {
    for (const provider of await api.list('/identity-provider/instances', 'view-identity-providers'))
      keep('identity-provider', textOf(provider, 'alias'), provider);
    return [];
  },
  async (api, keep) => {
    for (const flow of representations(await api.get('/authentication/flows', 'view-realm')))
      keep('flow', textOf(flow, 'alias'), inOrder(flow));
    return [];
  },
  async (api, keep) => {
    const actions = representations(await api.get('/authentication/required-actions', 'view-realm'));
    // The order is what counts; the numbers that make it do not.
    const ranked = actions.toSorted((a, b) => Number(a['priority']) - Number(b['priority']));
    for (const action of ranked) keep('required-action', textOf(action, 'alias'), { ...action, priority: undefined });
    keep('required-action-order', '', { order: ranked.map((action) => textOf(action, 'alias')) });
    return [];
  },
];

/** The realm's roles and those of its clients, each with the roles that it brings along. */
async function keepRoles(api: AdminApi, keep: Keep, clients: readonly Representation[]): Promise<void> {
  const clientIds = new Map(clients.map((client) => [textOf(client, 'id'), textOf(client, 'clientId')]));
  const nameOf = (role: Representation): readonly [kind: string, name: string] =>
    role['clientRole'] === true
      ? ['client-role', `${clientIds.get(textOf(role, 'containerId')) ?? textOf(role, 'containerId')}:${textOf(role, 'name')}`]
      : ['role', textOf(role, 'name')];
  const full = 'briefRepresentation=false';
  const [ofRealm, ofClients] = await Promise.all([
    api.list(`/roles?${full}`, 'view-realm'),
    eachOf([...clientIds.keys()], async (id) => api.list(`/clients/${encodeURIComponent(id)}/roles?${full}`, 'view-clients')),
  ]);
  await eachOf([...ofRealm, ...ofClients.flat()], async (role) => {
    const composites = role['composite'] === true ? await api.get(`/roles-by-id/${textOf(role, 'id')}/composites`, 'view-realm') : [];
    keep(...nameOf(role), { ...role, composites: representations(composites).map((part) => nameOf(part).join('/')) });
  });
}

async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const left = items.entries();
  const worker = async (): Promise<void> => {
    // The workers share the one iterator, so that each item is taken once.
    for (const [index, item] of left) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
}

async function flowNames(api: AdminApi): Promise<ReadonlyMap<string, string>> {
  const flows = representations(await api.get('/authentication/flows', 'view-realm'));
  return new Map(flows.map((flow) => [textOf(flow, 'id'), textOf(flow, 'alias')]));
}

/** A client's own flows are kept by id, which another database would give another value. */
function withFlowNames(client: Representation, flows: ReadonlyMap<string, string>): Representation {
  const overrides = client['authenticationFlowBindingOverrides'];
  if (!isRepresentation(overrides)) return client;
  const named = Object.entries(overrides).map(([binding, id]) => [binding, flows.get(String(id)) ?? id] as const);
  return { ...client, authenticationFlowBindingOverrides: Object.fromEntries(named) };
}

/** Executions by their order alone: 10, 20 and 1, 2 are the same. */
function inOrder(flow: Representation): Representation {
  const executions = flow['authenticationExecutions'];
  if (!Array.isArray(executions)) return flow;
  const sorted = representations(executions).toSorted((a, b) => Number(a['priority']) - Number(b['priority']));
  return { ...flow, authenticationExecutions: sorted.map((execution) => ({ ...execution, priority: undefined })) };
}

const reduced = (realm: string): Gap =>
  gap(codes.FORBIDDEN, {
    subject: `realm/${realm}`,
    reason: "The realm came back without its settings: the gate's service account needs the role view-realm.",
  });

const representations = (value: unknown): readonly Representation[] => (Array.isArray(value) ? value.filter(isRepresentation) : []);

const isRepresentation = (value: unknown): value is Representation => typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (object: Representation, name: string): string => {
  const value = object[name];
  return typeof value === 'string' ? value : '';
};
