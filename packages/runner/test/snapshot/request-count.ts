import type { RealmConfiguration } from '@keycloak-release-gate/checks';
import type { Json } from '@keycloak-release-gate/core';

/** A page that is not full is the last one. */
const pages = (objects: number): number => Math.floor(objects / 100) + 1;

/**
 * How many requests a snapshot of a realm takes, by what is in it:
 *
 *     11                                        the realm; how many groups there are; client scopes, components, flows, keys, required
 *                                               actions, user profile, languages (one each), scopes of new clients (two)
 *   + pages(clients) + pages(roles of the realm) + pages(groups at the top) + pages(providers) [+ pages(organizations), where switched on]
 *   + for each client: pages(its roles) + 1     its roles, its scope mappings
 *   + for each composite role, client scope, provider and language: 1
 *   + for each group with groups below it: pages(those)
 *   + for each organization: pages(its groups at the top), and for each group with groups below it pages(those) and 1 for each of those
 *   + for each flow at the top: 1, and for each of its configured steps: 1
 *   + for each service account: 3               its user, its roles, its groups
 *   + for each authorization server: 1 + pages(resources) + pages(scopes) + pages(policies), and 1 for each policy that stands on others
 *
 * with pages(n) = ⌊n / 100⌋ + 1. No single request gives the roles of all clients to a reader.
 */
export function requestsFor({ objects }: RealmConfiguration): number {
  const keys = Object.keys(objects);
  const of = (kind: string): readonly string[] => keys.filter((key) => key.startsWith(`${kind}/`)).map((key) => key.slice(kind.length + 1));
  const each = (kind: string): readonly Json[] => of(kind).map((name) => objects[`${kind}/${name}`] ?? null);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const clients = of('client');
  const groups = of('group');
  const below = (group: string): number =>
    groups.filter((other) => other.startsWith(`${group}/`) && !other.slice(group.length + 1).includes('/')).length;
  const rolesOf = (client: string): number => of('client-role').filter((role) => role.startsWith(`${client}:`)).length;
  const composite = [...each('role'), ...each('client-role')].filter((role) => member(role, 'composites') !== undefined);
  const flows = each('flow');
  const steps = flows.flatMap((flow) => membersOf(member(flow, 'executions')));
  return sum([
    11,
    pages(clients.length) + pages(of('role').length) + pages(groups.filter((group) => !group.includes('/')).length),
    pages(of('identity-provider').length) +
      (member(objects['realm'], 'organizationsEnabled') === true ? pages(of('organization').length) : 0),
    sum(clients.map((client) => pages(rolesOf(client)) + 1)),
    composite.length + of('client-scope').length + of('identity-provider').length + of('localization').length,
    sum(
      groups
        .map(below)
        .filter((count) => count > 0)
        .map(pages),
    ),
    sum(each('organization').map((organization) => requestsForGroups(Object.keys(member(organization, 'groups') ?? {})))),
    flows.filter((flow) => member(flow, 'topLevel') === true).length,
    steps.filter((step) => member(step, 'config') !== undefined).length,
    3 * of('service-account').length,
    sum(each('authorization').map(requestsForAuthorization)),
  ]);
}

/** Of one organization, by the paths of its groups: whoever is below another one is asked for by itself. */
function requestsForGroups(paths: readonly string[]): number {
  const inside = (path: string): number =>
    paths.filter((other) => other.startsWith(`${path}/`) && !other.slice(path.length + 1).includes('/')).length;
  const below = paths.map(inside).filter((count) => count > 0);
  return pages(paths.filter((path) => !path.includes('/')).length) + below.reduce((total, count) => total + pages(count) + count, 0);
}

const standingOnOthers: ReadonlySet<Json> = new Set(['aggregate', 'resource', 'scope', 'uma']);

function requestsForAuthorization(server: Json): number {
  const policies = membersOf(member(server, 'policies'));
  const count = (name: string): number => Object.keys(member(server, name) ?? {}).length;
  const standing = policies.filter((policy) => standingOnOthers.has(member(policy, 'type') ?? null));
  return 1 + pages(count('resources')) + pages(count('scopes')) + pages(policies.length) + standing.length;
}

const member = (value: Json | undefined, name: string): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Json>>)[name] : undefined;

const membersOf = (value: Json | undefined): readonly Json[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.values(value as Readonly<Record<string, Json>>) : [];
