import { gap } from '@keycloak-release-gate/core';
import type { Collected, Gap, Json } from '@keycloak-release-gate/core';
import { AdminFailure } from './admin-api.ts';
import type { AdminApi, Representation } from './admin-api.ts';
import { codes } from './codes.ts';
import { normalise } from './normalise.ts';
import type { RealmConfiguration } from './realm.ts';

/** Calls at a time. The admin API serves people too. */
const CONCURRENCY = 6;
/** At least one of the clients that every realm is born with must be seen. */
const builtInClients = ['account', 'account-console', 'admin-cli', 'broker', 'realm-management', 'security-admin-console'];

type Parts = { readonly [name: string]: Json };

/** Reads a realm. What may not be read leaves a gap, and the rest is still read; throws an AdminFailure where nothing can be. */
export async function readRealm(api: AdminApi, realm: string, gateClient: string): Promise<Collected<RealmConfiguration>> {
  const settings = await api.get('', 'view-realm');
  if (!settings) return { value: { realm, exists: false, objects: {}, ids: {} } };
  const gaps: Gap[] = [];
  // Without view-realm, Keycloak answers with the name and little else, and no error.
  if (typeof settings['enabled'] !== 'boolean') {
    const reason = `The client "${gateClient}" sees the realm "${realm}" without its settings: its service account needs the role view-realm of realm-management.`;
    return { gaps: [gap(codes.NOT_ALLOWED, { subject: `realm/${realm}`, reason })] };
  }
  const orGap = async <T>(reading: Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await reading;
    } catch (error) {
      if (!(error instanceof AdminFailure)) throw error;
      gaps.push(error.gap);
      return [];
    }
  };
  const [clients, scopes, roles, defaults, optionals, flows] = await Promise.all([
    orGap(api.pages('/clients', 'view-clients')),
    orGap(api.list('/client-scopes', 'view-clients')),
    orGap(api.pages('/roles?briefRepresentation=false', 'view-realm')),
    orGap(api.list('/default-default-client-scopes', 'view-clients')),
    orGap(api.list('/default-optional-client-scopes', 'view-clients')),
    orGap(api.list('/authentication/flows', 'view-realm')),
  ]);
  if (gaps.length === 0) gaps.push(...suspect(realm, clients, scopes, gateClient));
  const clientIds = new Map(clients.map((client) => [text(client['id']), text(client['clientId'])]));
  const flowAliases = new Map(flows.map((flow) => [text(flow['id']), text(flow['alias'])]));

  const clientRoles = (
    await eachOf(clients, async (client) => {
      const found = await orGap(
        api.pages(`/clients/${encodeURIComponent(text(client['id']))}/roles?briefRepresentation=false`, 'view-clients'),
      );
      return found.map((role) => ({ key: `client-role/${text(client['clientId'])}:${text(role['name'])}`, role }));
    })
  ).flat();
  const allRoles = [...roles.map((role) => ({ key: `role/${text(role['name'])}`, role })), ...clientRoles];
  const roleObjects = await eachOf(allRoles, async ({ key, role }) => {
    const parts =
      role['composite'] === true
        ? await orGap(api.list(`/roles-by-id/${encodeURIComponent(text(role['id']))}/composites`, 'view-realm'))
        : [];
    return { key, representation: role, more: parts.length > 0 ? { composites: parts.map((part) => roleName(part, clientIds)) } : {} };
  });

  const objects = [
    {
      key: 'realm',
      representation: withoutKeys(settings, ['identityProviders', 'identityProviderMappers']),
      more: {
        defaultRole: nameOf(settings['defaultRole']),
        defaultDefaultClientScopes: names(defaults),
        defaultOptionalClientScopes: names(optionals),
      },
    },
    ...clients.map((client) => ({
      key: `client/${text(client['clientId'])}`,
      representation: client,
      more: overrides(client, flowAliases),
    })),
    ...scopes.map((scope) => ({ key: `client-scope/${text(scope['name'])}`, representation: scope, more: {} })),
    ...roleObjects,
  ];
  return {
    value: { realm, exists: true, ...byName(realm, objects, gaps) },
    gaps: gaps.toSorted((a, b) => (a.subject < b.subject ? -1 : 1)),
  };
}

interface Found {
  readonly key: string;
  readonly representation: Representation;
  /** What takes the place of ids, or comes from another call. */
  readonly more: Parts;
}

function byName(realm: string, found: readonly Found[], gaps: Gap[]): Pick<RealmConfiguration, 'objects' | 'ids'> {
  const objects: RealmConfiguration['objects'] = {};
  const ids: RealmConfiguration['ids'] = {};
  for (const { key, representation, more } of found.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    if (key in objects) gaps.push(gap(codes.NAME_AMBIGUOUS, { subject: `realm/${realm}/${key}`, reason: `There are two objects ${key}.` }));
    const plain = normalise({ ...representation, ...more });
    objects[key] = (plain ?? {}) as RealmConfiguration['objects'][string];
    if (typeof representation['id'] === 'string') ids[key] = representation['id'];
  }
  return { objects, ids };
}

/** Lists that come back empty, or nearly so, for lack of a role, without any error. */
function suspect(realm: string, clients: readonly Representation[], scopes: readonly Representation[], gateClient: string): Gap[] {
  const canary = clients.find((client) => builtInClients.includes(text(client['clientId'])));
  const subject = `realm/${realm}/clients`;
  const why = `for the client "${gateClient}", whose service account may lack view-clients`;
  if (!canary)
    return [
      gap(codes.LIST_SUSPECT, { subject, reason: `None of Keycloak's own clients is among the ${clients.length} that came back ${why}.` }),
    ];
  const attached = canary['defaultClientScopes'];
  const none = !Array.isArray(attached) || attached.length === 0;
  return none && scopes.length > 0
    ? [gap(codes.LIST_SUSPECT, { subject, reason: `The client ${text(canary['clientId'])} came back without its client scopes ${why}.` })]
    : [];
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const names = (list: readonly Representation[]): string[] => list.map((each) => text(each['name']));
const nameOf = (value: Json | undefined): string =>
  typeof value === 'object' && value !== null && 'name' in value ? text(value.name) : '';
const withoutKeys = (representation: Representation, keys: readonly string[]): Representation =>
  Object.fromEntries(Object.entries(representation).filter(([key]) => !keys.includes(key)));

const roleName = (role: Representation, clientIds: ReadonlyMap<string, string>): string =>
  role['clientRole'] === true
    ? `client-role/${clientIds.get(text(role['containerId'])) ?? text(role['containerId'])}:${text(role['name'])}`
    : `role/${text(role['name'])}`;

/** A flow that takes the place of the realm's is known by its alias, not by an id. */
function overrides(client: Representation, aliases: ReadonlyMap<string, string>): Parts {
  const bound = client['authenticationFlowBindingOverrides'];
  if (typeof bound !== 'object' || bound === null || Array.isArray(bound)) return {};
  return {
    authenticationFlowBindingOverrides: Object.fromEntries(
      Object.entries(bound).map(([binding, id]) => [binding, aliases.get(text(id)) ?? text(id)]),
    ),
  };
}

async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next; index < items.length; index = next) {
      next += 1;
      const item = items[index];
      if (item !== undefined) results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return results;
}
