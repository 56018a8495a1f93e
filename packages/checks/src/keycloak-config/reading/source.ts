import type { AdminApi } from '../admin-api.ts';
import type { Kind } from '../evidence.ts';
import type { Keeper } from '../keeper.ts';
import { representations } from './representation.ts';
import type { Representation } from './representation.ts';
import { readRoles } from './role-names.ts';
import type { RoleNames } from './role-names.ts';

/** What the readings share: lists that several need are asked for once. */
export interface Source extends Pick<Keeper, 'keep' | 'keepId'> {
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
}

/** Reads objects of some kinds. */
export interface Reading {
  readonly kinds: readonly Kind[];
  /** Keeps what it reads, and returns what makes it doubtful. Rejects with `Unseen`. */
  read(source: Source): Promise<readonly string[]>;
}

export function sourceOf(api: AdminApi, settings: Representation, { keep, keepId }: Keeper): Source {
  const clients = once(async () => api.list('/clients', 'view-clients'));
  const whole = (path: string, needs: string): (() => Promise<readonly Representation[]>) =>
    once(async () => representations(await api.get(path, needs)));
  return {
    api,
    settings,
    keep,
    keepId,
    clients,
    // These lists have no pages.
    clientScopes: whole('/client-scopes', 'view-clients'),
    flows: whole('/authentication/flows', 'view-realm'),
    components: whole('/components', 'view-realm'),
    identityProviders: once(async () => api.list('/identity-provider/instances', 'view-identity-providers')),
    organizations: once(async () =>
      settings['organizationsEnabled'] === true
        ? api.list('/organizations?briefRepresentation=false', 'view-organizations (before Keycloak 26.7: manage-realm)')
        : [],
    ),
    roleNames: once(async () => readRoles(api, await clients())),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return async () => (made ??= make());
}
