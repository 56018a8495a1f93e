import type { GateRoleName } from '@keycloak-release-gate/core';
import { gap } from '@keycloak-release-gate/core';
import { Unseen } from '../admin-api.ts';
import type { AdminApi } from '../admin-api.ts';
import { codes } from '../codes.ts';
import type { Kind } from '../evidence.ts';
import type { Keeper } from '../keeper.ts';
import { readGroups } from './group-tree.ts';
import type { GroupTree } from './group-tree.ts';
import type { Progress } from './progress.ts';
import { representations, textOf } from './representation.ts';
import type { Representation } from './representation.ts';
import { readRoles } from './role-names.ts';
import type { RoleNames } from './role-names.ts';

/** What the readings share: lists that several need are asked for once. */
export interface Source extends Pick<Keeper, 'keep' | 'keepId'>, Progress {
  readonly api: AdminApi;
  /** The realm's own representation. */
  readonly settings: Representation;
  readonly clients: () => Promise<readonly Representation[]>;
  readonly clientScopes: () => Promise<readonly Representation[]>;
  readonly flows: () => Promise<readonly Representation[]>;
  readonly components: () => Promise<readonly Representation[]>;
  readonly identityProviders: () => Promise<readonly Representation[]>;
  /** None where the realm has organizations switched off: Keycloak then tells nothing of them. */
  readonly organizations: () => Promise<readonly Representation[]>;
  readonly roleNames: () => Promise<RoleNames>;
  readonly groups: () => Promise<GroupTree>;
}

/** Reads objects of some kinds. */
export interface Reading {
  readonly kinds: readonly Kind[];
  /** Keeps what it reads, and returns what makes it doubtful. Rejects with `Unseen`. */
  read(source: Source): Promise<readonly string[]>;
}

export function sourceOf(api: AdminApi, settings: Representation, { keep, keepId }: Keeper, { each }: Progress): Source {
  const clients = once(async () => {
    const all = await api.list('/clients', 'view-clients');
    const doubt = doubtOf(all);
    // Whatever is read of each client would be missing too.
    if (doubt !== undefined) throw new Unseen(gap(codes.FILTERED, { subject: 'clients', reason: doubt }), 'view-clients');
    return all;
  });
  const whole = (path: string, needs: GateRoleName): (() => Promise<readonly Representation[]>) =>
    once(async () => representations(await api.get(path, needs)));
  const clientScopes = whole('/client-scopes', 'view-clients');
  return {
    api,
    settings,
    keep,
    keepId,
    each,
    clients,
    // These lists have no pages.
    clientScopes: once(async () => {
      // It is empty for whoever sees no clients: the doubt about those is one about it.
      await clients();
      return clientScopes();
    }),
    flows: whole('/authentication/flows', 'view-realm'),
    components: whole('/components', 'view-realm'),
    identityProviders: once(async () => api.list('/identity-provider/instances', 'view-identity-providers')),
    organizations: once(async () =>
      settings['organizationsEnabled'] === true ? api.list('/organizations?briefRepresentation=false', 'view-organizations') : [],
    ),
    groups: once(async () => readGroups(api)),
    roleNames: once(async () => readRoles(api, await clients(), each)),
  };
}

/** Every realm is born with these: a list without any of them was filtered for lack of a role. */
const builtInClients = ['account', 'account-console', 'admin-cli', 'broker', 'realm-management', 'security-admin-console'];

function doubtOf(clients: readonly Representation[]): string | undefined {
  const known = clients.filter((client) => builtInClients.includes(textOf(client, 'clientId')));
  if (known.length === 0)
    return `The list of clients came back with none of those that Keycloak makes itself (${builtInClients.join(', ')}).`;
  return known.some((client) => Array.isArray(client['defaultClientScopes']))
    ? undefined
    : 'The clients came back without their default client scopes.';
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return async () => (made ??= make());
}
