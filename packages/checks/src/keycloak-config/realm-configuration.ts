import { defineCollector, gap } from '@keycloak-release-gate/core';
import type { Gap, Json } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { adminApi, RealmMissing, Unseen } from './admin-api.ts';
import type { AdminApi } from './admin-api.ts';
import { codes } from './codes.ts';
import { normalise } from './normalise.ts';

type Representation = Readonly<Record<string, unknown>>;

/** A realm's configuration: each object normalised, under its kind and name, such as `client/portal`. */
export const RealmConfiguration = z.object({
  realm: z.string(),
  exists: z.boolean(),
  objects: z.record(z.string(), z.json()),
  /** The server's own ids, to tell an object that was deleted and made anew. */
  ids: z.record(z.string(), z.string()),
});
export type RealmConfiguration = z.infer<typeof RealmConfiguration>;

/** Clients that every realm has: a list without them was filtered for lack of a role. */
const builtInClients = ['account', 'realm-management'];

/** The realm as the gate's service account can read it, with single GETs: an export would need a right to change it. */
export const realmConfiguration = defineCollector({
  id: 'keycloak-config/realm',
  version: 1,
  title: 'The configuration of a realm',
  evidence: RealmConfiguration,
  timeout: 60_000,
  params: (_run, realm: string) => ({ realm }),
  collect: async ({ realm }, context) => {
    const objects: Record<string, Json> = {};
    const ids: Record<string, string> = {};
    const gaps: Gap[] = [];
    const keep = (kind: string, name: string, representation: unknown): void => {
      const key = name === '' ? kind : `${kind}/${name}`;
      objects[key] = normalise(representation) ?? {};
      const id = (representation as Representation)['id'];
      if (typeof id === 'string') ids[key] = id;
    };
    try {
      const api = await adminApi(realm, context);
      // First the realm: without it there is nothing else.
      keep('realm', '', await api.get('', 'view-realm'));
      const parts = await Promise.allSettled(readers.map((read) => read(api, keep)));
      for (const part of parts) {
        if (part.status === 'fulfilled')
          gaps.push(...part.value.map((reason) => gap(codes.FILTERED, { subject: `realm/${realm}`, reason })));
        else if (part.reason instanceof Unseen) gaps.push(part.reason.gap);
        else throw part.reason;
      }
    } catch (error) {
      if (error instanceof RealmMissing) return { value: { realm, exists: false, objects: {}, ids: {} } };
      if (error instanceof Unseen) return { gaps: [error.gap] };
      throw error;
    }
    return { value: { realm, exists: true, objects, ids }, gaps };
  },
});

type Keep = (kind: string, name: string, representation: unknown) => void;
/** Reads one kind of object; returns what makes the list doubtful. */
type Reader = (api: AdminApi, keep: Keep) => Promise<readonly string[]>;

const readers: readonly Reader[] = [
  async (api, keep) => {
    const [clients, flows] = await Promise.all([api.list('/clients', 'view-clients'), flowNames(api)]);
    for (const client of clients) keep('client', String(client['clientId']), withFlowNames(client, flows));
    const found = new Set(clients.map((client) => client['clientId']));
    return builtInClients
      .filter((name) => !found.has(name))
      .map((name) => `The list of clients came back without "${name}", which every realm has.`);
  },
  async (api, keep) => {
    for (const scope of await api.list('/client-scopes', 'view-clients')) keep('client-scope', String(scope['name']), scope);
    return [];
  },
  async (api, keep) => {
    for (const role of await api.list('/roles?briefRepresentation=false', 'view-realm')) {
      const composites = role['composite'] === true ? await api.get(`/roles-by-id/${String(role['id'])}/composites`, 'view-realm') : [];
      keep('role', String(role['name']), { ...role, composites: (composites as readonly Representation[]).map(roleName) });
    }
    return [];
  },
  async (api, keep) => {
    for (const provider of await api.list('/identity-provider/instances', 'view-identity-providers'))
      keep('identity-provider', String(provider['alias']), provider);
    return [];
  },
  async (api, keep) => {
    for (const flow of (await api.get('/authentication/flows', 'view-realm')) as readonly Representation[])
      keep('flow', String(flow['alias']), inOrder(flow));
    return [];
  },
  async (api, keep) => {
    const actions = (await api.get('/authentication/required-actions', 'view-realm')) as readonly Representation[];
    // The order is what counts; the numbers that make it do not.
    const ranked = actions.toSorted((a, b) => Number(a['priority']) - Number(b['priority']));
    for (const action of ranked) keep('required-action', String(action['alias']), { ...action, priority: undefined });
    keep('required-action-order', '', { order: ranked.map((action) => String(action['alias'])) });
    return [];
  },
];

async function flowNames(api: AdminApi): Promise<ReadonlyMap<string, string>> {
  const flows = (await api.get('/authentication/flows', 'view-realm')) as readonly Representation[];
  return new Map(flows.map((flow) => [String(flow['id']), String(flow['alias'])]));
}

/** A client's own flows are kept by id, which another database would give another value. */
function withFlowNames(client: Representation, flows: ReadonlyMap<string, string>): Representation {
  const overrides = client['authenticationFlowBindingOverrides'];
  if (typeof overrides !== 'object' || overrides === null) return client;
  const named = Object.entries(overrides).map(([binding, id]) => [binding, flows.get(String(id)) ?? id]);
  return { ...client, authenticationFlowBindingOverrides: Object.fromEntries(named) as Representation };
}

/** Executions by their order alone: 10, 20 and 1, 2 are the same. */
function inOrder(flow: Representation): Representation {
  const executions = flow['authenticationExecutions'];
  if (!Array.isArray(executions)) return flow;
  const sorted = (executions as readonly Representation[]).toSorted((a, b) => Number(a['priority']) - Number(b['priority']));
  return { ...flow, authenticationExecutions: sorted.map((execution) => ({ ...execution, priority: undefined })) };
}

const roleName = (role: Representation): string =>
  role['clientRole'] === true ? `a client's role: ${String(role['name'])}` : String(role['name']);
