import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { membersOf, textAt, textsIn } from '../members.ts';
import type { ImpactRule } from '../rule.ts';
import type { Touch } from '../touch.ts';
import { kindOf, nameOf } from '../world.ts';
import type { Client, Objects, World } from '../world.ts';

/** The realm's bindings of flows, with the clients that go through each; `own` is the client's own binding in its place. */
const bindings: readonly {
  readonly binding: string;
  readonly own?: string;
  readonly uses: (client: Client) => boolean;
}[] = [
  { binding: 'browserFlow', own: 'browser', uses: ({ browser }) => browser },
  { binding: 'registrationFlow', uses: ({ browser }) => browser },
  { binding: 'resetCredentialsFlow', uses: ({ browser }) => browser },
  { binding: 'directGrantFlow', own: 'direct_grant', uses: ({ json }) => json['directAccessGrantsEnabled'] === true },
  {
    binding: 'clientAuthenticationFlow',
    uses: ({ json }) => json['publicClient'] !== true && json['bearerOnly'] !== true && json['protocol'] !== 'saml',
  },
  { binding: 'dockerAuthenticationFlow', uses: ({ json }) => json['protocol'] === 'docker-v2' },
];

/** A provider's own binding in the place of the realm's `firstBrokerLoginFlow`. */
const providerBindings = ['firstBrokerLoginFlowAlias', 'postBrokerLoginFlowAlias'] as const;

export const flow: ImpactRule = {
  id: 'flow',
  says: 'A flow touches whoever logs in by the top-level flow that it is in: by the binding of the realm, but for clients with one of their own; by that of a client; by that of a provider.',
  fits: ({ object }) => ['flow', 'authenticator-config'].includes(kindOf(object)),
  touches: ({ object }, world) =>
    flowsAround(nameOf(object), world.objects).flatMap((path) => touchedByFlow(path.at(-1) ?? '', pathOf(object, path), world)),
  nobody: 'neither the realm, a client nor a provider is bound to it',
};

export const flowBinding: ImpactRule = {
  id: 'flow-binding',
  says: 'A binding of the realm touches all clients that use it, but for those with one of their own.',
  fits: ({ object, attribute }) =>
    object === 'realm' && (attribute === 'firstBrokerLoginFlow' || bindings.some(({ binding }) => attribute === binding)),
  touches: ({ object, attribute = '' }, world) =>
    attribute === 'firstBrokerLoginFlow'
      ? providersWithoutFlow(world, [object])
      : bindings.filter(({ binding }) => binding === attribute).flatMap((each) => boundClients(each, [object], world)),
  nobody: 'nothing logs in by this binding',
};

const pathOf = (object: string, flows: readonly string[]): readonly string[] => [object, ...flows.slice(1).map((alias) => `flow/${alias}`)];

function touchedByFlow(alias: string, path: readonly string[], world: World): readonly Touch[] {
  const { clients, realm, objects } = world;
  const ofRealm = bindings
    .filter(({ binding }) => realm[binding] === alias)
    .flatMap((each) => boundClients(each, [...path, `the realm's ${each.binding}`], world));
  const ofClients = clients
    .filter(({ json }) => textsIn(json['authenticationFlowBindingOverrides']).includes(alias))
    .map(({ id }) => ({ kind: 'client' as const, client: id, when: 'always' as const, path: [...path, 'its own flow'] }));
  const ofProviders = Object.entries(objects)
    .filter(
      ([key, value]) => kindOf(key) === 'identity-provider' && providerBindings.some((name) => textAt(membersOf(value), name) === alias),
    )
    .map(([key]) => usersOf(nameOf(key), [...path, key]));
  const first = realm['firstBrokerLoginFlow'] === alias ? providersWithoutFlow(world, [...path, "the realm's firstBrokerLoginFlow"]) : [];
  return [...ofRealm, ...ofClients, ...ofProviders, ...first];
}

function boundClients({ own, uses }: (typeof bindings)[number], path: readonly string[], { clients }: World): readonly Touch[] {
  const hasOwn = ({ json }: Client): boolean =>
    own !== undefined && textAt(membersOf(json['authenticationFlowBindingOverrides']), own) !== '';
  return clients
    .filter((client) => uses(client) && !hasOwn(client))
    .map(({ id }) => ({ kind: 'client', client: id, when: 'always', path }));
}

function providersWithoutFlow({ objects }: World, path: readonly string[]): readonly Touch[] {
  return Object.entries(objects)
    .filter(([key, value]) => kindOf(key) === 'identity-provider' && textAt(membersOf(value), 'firstBrokerLoginFlowAlias') === '')
    .map(([key]) => usersOf(nameOf(key), [...path, key]));
}

const usersOf = (provider: string, path: readonly string[]): Touch => ({
  kind: 'users',
  who: `users of the provider ${provider}`,
  reach: { provider },
  path,
});

/** The ways from a flow up to the top-level flows that it is in, each flow once. */
function flowsAround(alias: string, objects: Objects): readonly (readonly string[])[] {
  const parents = parentsOf(objects);
  const ways: (readonly string[])[] = [];
  const climb = (way: readonly string[]): void => {
    ways.push(way);
    for (const parent of parents.get(way.at(-1) ?? '') ?? []) if (!way.includes(parent)) climb([...way, parent]);
  };
  climb([alias]);
  return ways;
}

/** Which flows a flow stands in, and an authenticator's configuration. */
function parentsOf(objects: Objects): ReadonlyMap<string, readonly string[]> {
  const parents = new Map<string, string[]>();
  for (const [key, value] of Object.entries(objects)) {
    if (kindOf(key) !== 'flow') continue;
    for (const child of partsOf(value)) parents.set(child, [...(parents.get(child) ?? []), nameOf(key)]);
  }
  return parents;
}

/** Aliases of the flows and configurations in a flow, at any depth. */
function partsOf(value: Json | undefined): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : ['flow', 'flowAlias', 'authenticatorConfig'].map((name) => textAt(value as JsonObject, name));
  return [...own.filter((alias) => alias !== ''), ...Object.values(value).flatMap((member) => partsOf(member as Json))];
}
