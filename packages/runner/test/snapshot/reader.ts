import { realmConfiguration } from '@keycloak-release-gate/checks';
import type { RealmConfiguration } from '@keycloak-release-gate/checks';
import { Environment, gateRoles } from '@keycloak-release-gate/core';
import type { CollectContext, Gap } from '@keycloak-release-gate/core';
import type { AdminRequest } from '@keycloak-release-gate/lab';

const clientId = 'gate';
export const secret = 'the-secret-of-the-reader';
const key = 'a key of thirty-two characters or more, for tests';

/** All that a reader needs; a version that lacks one of them has no such role to give. */
const readerRoles: readonly string[] = gateRoles.map(({ role }) => role);

/** Gives a realm a reader with all of these roles; under another name, with all but one. */
export async function createReader(
  admin: AdminRequest,
  realm: string,
  { name = clientId, without }: { readonly name?: string; readonly without?: string } = {},
): Promise<void> {
  const body = { clientId: name, secret, serviceAccountsEnabled: true, standardFlowEnabled: false, fullScopeAllowed: true };
  await admin(`/realms/${realm}/clients`, { method: 'POST', body });
  const roles = readerRoles.filter((role) => role !== without);
  await changeRoles(admin, realm, roles, 'POST', name);
}

/** Gives the reader a role, of those that administrators of a realm can have. */
export const giveRole = async (admin: AdminRequest, realm: string, role: string): Promise<void> =>
  changeRoles(admin, realm, [role], 'POST');

/** Takes a role from the reader again. */
export const takeRole = async (admin: AdminRequest, realm: string, role: string): Promise<void> =>
  changeRoles(admin, realm, [role], 'DELETE');

async function changeRoles(
  admin: AdminRequest,
  realm: string,
  roles: readonly string[],
  method: 'POST' | 'DELETE',
  of = clientId,
): Promise<void> {
  const at = `/realms/${realm}`;
  const [reader] = named(await admin(`${at}/clients?clientId=${of}`));
  const [management] = named(await admin(`${at}/clients?clientId=realm-management`));
  if (!reader || !management) throw new Error(`Realm ${realm} has no reader.`);
  const [account] = named([await admin(`${at}/clients/${reader.id}/service-account-user`)]);
  const all = named(await admin(`${at}/clients/${management.id}/roles`));
  const body = all.filter(({ name }) => name !== undefined && roles.includes(name));
  await admin(`${at}/users/${account?.id ?? ''}/role-mappings/clients/${management.id}`, { method, body });
}

interface Named {
  readonly id: string;
  readonly name?: string;
}
const named = (value: unknown): readonly Named[] => (Array.isArray(value) ? (value as readonly Named[]) : []);

/** Changes attributes of the reader's client: how long its tokens live, what they tell. */
export async function changeReader(admin: AdminRequest, realm: string, attributes: Readonly<Record<string, string>>): Promise<void> {
  const at = `/realms/${realm}/clients`;
  const [reader] = (await admin(`${at}?clientId=${clientId}`)) as readonly { readonly id: string; readonly attributes: object }[];
  if (!reader) throw new Error(`Realm ${realm} has no reader.`);
  const body = { ...reader, attributes: { ...reader.attributes, ...attributes } };
  await admin(`${at}/${reader.id}`, { method: 'PUT', body });
}

/** A token of the reader. */
export async function readerToken(url: string, realm: string): Promise<string> {
  const response = await fetch(`${url}/realms/${realm}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret }),
  });
  const answer: unknown = await response.json();
  if (typeof answer !== 'object' || answer === null || !('access_token' in answer)) throw new Error('The reader got no token.');
  return String(answer.access_token);
}

export interface Read {
  readonly configuration: RealmConfiguration;
  readonly gaps: readonly Gap[];
}

/** Reads a realm as the gate does; with `digests`, secrets that are shown stand there as digests. */
export async function read(url: string, realm: string, options: { readonly digests?: string } = {}): Promise<Read> {
  const { digests } = options;
  const environment = Environment.parse({
    id: digests ?? 'acc',
    title: 'Acceptance',
    keycloak: { publicUrl: url, adminUrl: url, realms: [realm] },
    gate: {
      admin: { realm, clientId, secret: { secret: 'variable', name: 'SECRET' } },
      ...(digests === undefined ? {} : { digestKey: { secret: 'variable', name: 'KEY' } }),
    },
  });
  const context: CollectContext<Record<never, never>> = {
    run: { suite: 'health', environment },
    signal: AbortSignal.timeout(300_000),
    looks: {},
    secret: (reference) => (reference.secret === 'variable' && reference.name === 'KEY' ? key : secret),
    stateFolder: '',
    conceal: () => undefined,
    attach: () => '',
    shared: async (_key, create) => create(),
  };
  const { value, gaps = [] } = await realmConfiguration.collect({ realm }, context);
  if (!value) throw new Error(gaps.map(({ reason }) => reason).join('\n'));
  return { configuration: value, gaps };
}
