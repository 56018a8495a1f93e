import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { membersOf, textAt, textsAt } from './members.ts';
import { expandRoles } from './roles.ts';

export type Objects = Readonly<Record<string, Json>>;

export interface Client {
  readonly id: string;
  readonly json: JsonObject;
  readonly defaultScopes: readonly string[];
  readonly optionalScopes: readonly string[];
  /** It logs people in with the browser. */
  readonly browser: boolean;
}

/** A realm's configuration as the rules of the impact read it. */
export interface World {
  readonly objects: Objects;
  readonly realm: JsonObject;
  readonly clients: readonly Client[];
  /** Which of the roles that are named a client may put into its tokens, and when; made once for each client. */
  exposes(client: Client): Exposure;
}

export interface Exposure {
  /** Full scope: whatever role a user has. */
  readonly full: boolean;
  readonly always: ReadonlySet<string>;
  /** By an optional client scope, named. */
  readonly whenAsked: ReadonlyMap<string, string>;
}

export function worldOf(objects: Objects): World {
  const clients = Object.entries(objects).flatMap(([key, json]) => (key.startsWith('client/') ? [clientOf(key, membersOf(json))] : []));
  const exposures = new Map<string, Exposure>();
  const roles = rolesByClient(clients, objects);
  return {
    objects,
    realm: membersOf(objects['realm']),
    clients,
    exposes: (client) => {
      const known = exposures.get(client.id) ?? exposureOf(client, roles.get(client.id) ?? [], objects);
      exposures.set(client.id, known);
      return known;
    },
  };
}

function clientOf(key: string, json: JsonObject): Client {
  const isSaml = json['protocol'] === 'saml';
  return {
    id: key.slice('client/'.length),
    json,
    defaultScopes: textsAt(json, 'defaultClientScopes'),
    optionalScopes: textsAt(json, 'optionalClientScopes'),
    browser: json['bearerOnly'] !== true && (isSaml || json['standardFlowEnabled'] === true || json['implicitFlowEnabled'] === true),
  };
}

/** Keycloak puts a role into a token that the user has and the client's scope has: its own roles, its scope mappings, those of its scopes. */
function exposureOf(client: Client, own: readonly string[], objects: Objects): Exposure {
  const ofScope = (scope: string): readonly string[] => textsAt(membersOf(objects[`client-scope/${scope}`]), 'scopeMappings');
  return {
    full: client.json['fullScopeAllowed'] === true,
    always: expandRoles([...own, ...textsAt(client.json, 'scopeMappings'), ...client.defaultScopes.flatMap(ofScope)], objects),
    whenAsked: new Map(client.optionalScopes.flatMap((scope) => [...expandRoles(ofScope(scope), objects)].map((role) => [role, scope]))),
  };
}

/** Ids and names may both hold colons: a role is of every client that its name can be of. */
function rolesByClient(clients: readonly Client[], objects: Objects): ReadonlyMap<string, readonly string[]> {
  const byClient = new Map<string, string[]>(clients.map(({ id }) => [id, []]));
  for (const key of Object.keys(objects)) {
    if (kindOf(key) !== 'client-role') continue;
    const name = nameOf(key);
    for (let colon = name.indexOf(':'); colon !== -1; colon = name.indexOf(':', colon + 1)) byClient.get(name.slice(0, colon))?.push(key);
  }
  return byClient;
}

/** The kind of an object, and its name: `client` and `portal` of `client/portal`. */
export const kindOf = (object: string): string => object.split('/', 1)[0] ?? object;
export const nameOf = (object: string): string => object.slice(kindOf(object).length + 1);

/** The type of a component: `KeyProvider` of `component/KeyProvider/rsa-generated`. */
export const typeOf = (component: string): string => nameOf(component).split('/', 1)[0] ?? '';

/** A client's own value for what the realm sets for all: undefined where it has none. */
export const ownAttribute = (client: Client, name: string): string | undefined =>
  textAt(membersOf(client.json['attributes']), name) || undefined;
