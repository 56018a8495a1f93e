import type { AdminEvents } from './collector.ts';

type Event = AdminEvents['events'][number];

/** Objects by the server's id, before and after: an event names most of them by it. */
export type ObjectsById = ReadonlyMap<string, string>;

export const objectsById = (...sides: readonly Readonly<Record<string, string>>[]): ObjectsById =>
  new Map(sides.flatMap((ids) => Object.entries(ids).map(([object, id]) => [id, object] as const)));

/** Which objects a path of the admin API is about: these, or those that begin with them and a slash. */
const places: readonly (readonly [
  path: RegExp,
  objects: (found: readonly string[], byId: ObjectsById) => readonly (string | undefined)[],
])[] = [
  [
    /^clients\/([^/]+)\/roles\/([^/]+)/,
    ([, id = '', role = ''], byId) => [`client-role/${nameOf(byId.get(id))}:${decodeURIComponent(role)}`],
  ],
  [/^clients\/([^/]+)/, ([, id = ''], byId) => ownedBy(byId.get(id))],
  [/^(?:client-scopes|components|groups|roles-by-id|authentication\/flows|organizations)\/([^/]+)/, ([, id = ''], byId) => [byId.get(id)]],
  [/^roles\/([^/]+)/, ([, role = '']) => [`role/${decodeURIComponent(role)}`]],
  [/^authentication\/required-actions\/([^/]+)/, ([, alias = '']) => [`required-action/${alias}`, 'required-action-order']],
  [/^authentication\/(?:executions|config|flows)/, () => ['flow']],
  [/^identity-provider\/instances\/([^/]+)/, ([, alias = '']) => [`identity-provider/${alias}`, `identity-provider-mapper/${alias}`]],
  [/^default-(?:default|optional)-client-scopes/, () => ['scopes-of-new-clients']],
  [/^default-groups/, () => ['default-groups']],
  [/^client-policies/, () => ['client-policies', 'client-profiles']],
  [/^users\/profile/, () => ['user-profile']],
  [/^users\/[^/]+\/role-mappings/, () => ['service-account']],
  [/^localization/, () => ['localization']],
  [/^events\/config/, () => ['events']],
  [/^(?:realms\/[^/]+)?$/, () => ['realm', 'events', 'client-policies', 'client-profiles', 'default-groups']],
];

/** True where the event is about this object. */
export function isOf({ path }: Event, object: string, byId: ObjectsById): boolean {
  for (const [pattern, objects] of places) {
    const found = pattern.exec(path);
    if (!found) continue;
    return objects(found, byId).some(
      (each) => each === object || (each !== undefined && (object.startsWith(`${each}/`) || object.startsWith(`${each}:`))),
    );
  }
  return false;
}

/** Who changed an object last since then, and when, in words; undefined where nobody is known to have. */
export function whoChanged(object: string, { events }: AdminEvents, byId: ObjectsById, since: string | undefined): string | undefined {
  const event = events.find((each) => (since === undefined || each.at >= since) && isOf(each, object, byId));
  if (!event) return undefined;
  const tool = event.usedClient === undefined ? undefined : byId.get(event.usedClient);
  const who = event.userId === undefined ? 'somebody' : event.userId;
  return `last changed by ${who}${tool === undefined ? '' : ` with ${nameOf(tool)}`} at ${event.at}`;
}

/** A client's own objects. Its roles have paths of their own. */
const ownedBy = (client: string | undefined): readonly (string | undefined)[] =>
  client === undefined
    ? []
    : [client, `client-role/${nameOf(client)}`, `service-account/${nameOf(client)}`, `authorization/${nameOf(client)}`];

const nameOf = (object: string | undefined): string => object?.slice(object.indexOf('/') + 1) ?? '';
