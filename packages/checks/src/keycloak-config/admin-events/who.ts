import type { Json } from '@keycloak-release-gate/core';
import type { Objects } from '../diff/difference.ts';
import { isObject } from '../diff/same.ts';
import type { AdminEvents } from './collector.ts';

export type AdminEvent = AdminEvents['events'][number];
type About = Pick<AdminEvent, 'path' | 'serviceAccount'>;

/** Objects by the server's id, before and after: an event names most of them by it. */
export type ObjectsById = ReadonlyMap<string, string>;

export const objectsById = (...sides: readonly Readonly<Record<string, string>>[]): ObjectsById =>
  new Map(sides.flatMap((ids) => Object.entries(ids).map(([object, id]) => [id, object] as const)));

/** What an event's path is read with. */
export interface Known {
  readonly byId: ObjectsById;
  /** Both sides: of a flow, which are below it. */
  readonly sides: readonly Objects[];
}

type Place = (found: readonly string[], known: Known) => readonly (string | undefined)[];

/** Which objects a path of the admin API is about: these, or those that begin with them and a slash. */
const places: readonly (readonly [path: RegExp, objects: Place])[] = [
  [
    /^clients\/([^/]+)\/roles\/([^/]+)/,
    ([, id = '', role = ''], { byId }) => [`client-role/${nameOf(byId.get(id))}:${decodeURIComponent(role)}`],
  ],
  [/^clients\/([^/]+)/, ([, id = ''], { byId }) => ownedBy(byId.get(id))],
  [/^components\/([^/]+)/, ([, id = ''], known) => withKeys(known.byId.get(id), known)],
  [/^(?:client-scopes|groups|roles-by-id|organizations)\/([^/]+)/, ([, id = ''], { byId }) => [byId.get(id)]],
  [/^roles\/([^/]+)/, ([, role = '']) => [`role/${decodeURIComponent(role)}`]],
  [/^authentication\/required-actions\/([^/]+)/, ([, alias = '']) => [`required-action/${alias}`, 'required-action-order']],
  // A step is named by the flow at the top, whatever flow inside of it the step is in.
  [/^authentication\/flows\/([^/]+)\/executions/, ([, flow = ''], { sides }) => withBelow(`flow/${decodeURIComponent(flow)}`, sides)],
  [/^authentication\/flows\/([^/]+)/, ([, flow = ''], { byId }) => [byId.get(flow) ?? 'flow']],
  [/^authentication\/(?:executions|config)/, () => ['flow']],
  [
    /^identity-provider\/instances\/([^/]+)\/mappers\/([^/]+)/,
    ([, alias = '', id = ''], { byId }) => [byId.get(id) ?? `identity-provider-mapper/${decodeURIComponent(alias)}`],
  ],
  [
    /^identity-provider\/instances\/([^/]+)/,
    ([, alias = '']) => ['identity-provider', 'identity-provider-mapper'].map((kind) => `${kind}/${decodeURIComponent(alias)}`),
  ],
  [/^default-(?:default|optional)-client-scopes/, () => ['scopes-of-new-clients']],
  [/^default-groups/, () => ['default-groups']],
  [/^client-policies/, () => ['client-policies', 'client-profiles']],
  [/^users\/profile/, () => ['user-profile']],
  [/^localization\/([^/]+)/, ([, language = '']) => [`localization/${decodeURIComponent(language)}`]],
  [/^localization/, () => ['localization']],
  [/^events\/config/, () => ['events']],
  [/^(?:realms\/[^/]+)?$/, () => ['realm', 'events', 'client-policies', 'client-profiles', 'default-groups']],
];

/** The objects that an event is about. */
export function objectsOfEvent({ path, serviceAccount }: About, known: Known): readonly string[] {
  // Of all users only the service accounts are configuration.
  if (serviceAccount !== undefined)
    return known.sides
      .flatMap((objects) => Object.keys(objects))
      .filter((each) => each.toLowerCase() === `service-account/${serviceAccount}`);
  for (const [pattern, objects] of places) {
    const found = pattern.exec(path);
    if (found) return objects(found, known).filter((each) => each !== undefined);
  }
  return [];
}

/** How sure it is that an event is about an object: it names it, or it may be about it; undefined where it is not. */
export function aboutIt(event: About, object: string, known: Known): 'surely' | 'perhaps' | undefined {
  const about = objectsOfEvent(event, known);
  if (about.includes(object)) return 'surely';
  return about.some((each) => isBelow(object, each)) ? 'perhaps' : undefined;
}

/** Names hold slashes and colons themselves: a client `https://app.example` has nothing to do with one `https://app.example/api`. */
function isBelow(object: string, whole: string): boolean {
  if (!whole.includes('/') || whole.startsWith('group/')) return object.startsWith(`${whole}/`);
  return /^(?:client-role|identity-provider-mapper)\//.test(whole) && object.startsWith(`${whole}:`);
}

/** Who changed an object last since then, and when, in words; undefined where nobody is known to have. */
export function whoChanged(object: string, { events }: AdminEvents, known: Known, since: string | undefined): string | undefined {
  const lately = events.filter((each) => since === undefined || each.at >= since);
  const last = (how: 'surely' | 'perhaps') => lately.find((each) => aboutIt(each, object, known) === how);
  const [sure, perhaps] = [last('surely'), last('perhaps')];
  if (sure === undefined) return perhaps && `perhaps changed by ${whoDid(perhaps, known)}`;
  if (perhaps === undefined || perhaps.at <= sure.at) return `last changed by ${whoDid(sure, known)}`;
  return `changed by ${whoDid(sure, known)}, and perhaps last by ${whoDid(perhaps, known)}`;
}

/** Who, with what, and when: `f3a1… with security-admin-console at 2026-11-27T08:30:00.000Z`. */
export function whoDid({ userId, usedClient, at }: AdminEvent, { byId }: Known): string {
  const tool = usedClient === undefined ? undefined : byId.get(usedClient);
  return `${userId ?? 'somebody'}${tool === undefined ? '' : ` with ${nameOf(tool)}`} at ${at}`;
}

/** A client's own objects. Its roles have paths of their own. */
const ownedBy = (client: string | undefined): readonly (string | undefined)[] =>
  client === undefined
    ? []
    : [client, `client-role/${nameOf(client)}`, `service-account/${nameOf(client)}`, `authorization/${nameOf(client)}`];

/** A provider of keys stands for the keys that it makes: `key/RS256:SIG:<provider>`. */
function withKeys(component: string | undefined, { sides }: Known): readonly (string | undefined)[] {
  const [, provider] = /^component\/KeyProvider\/(.+)$/s.exec(component ?? '') ?? [];
  if (provider === undefined) return [component];
  const keys = sides.flatMap((objects) => Object.keys(objects)).filter((each) => each.startsWith('key/') && each.endsWith(`:${provider}`));
  return [component, ...keys];
}

/** A flow and all that are inside of it. */
function withBelow(top: string, sides: readonly Objects[]): readonly string[] {
  const found = new Set<string>();
  const open = [top];
  for (let flow = open.pop(); flow !== undefined; flow = open.pop()) {
    if (found.has(flow)) continue;
    found.add(flow);
    open.push(...sides.flatMap((objects) => flowsIn(objects[flow ?? ''])));
  }
  return [...found];
}

function flowsIn(flow: Json | undefined): readonly string[] {
  const executions = isObject(flow) ? flow['executions'] : undefined;
  return Object.values(isObject(executions) ? executions : {}).flatMap((step) => {
    const inside = isObject(step) ? step['flow'] : undefined;
    return typeof inside === 'string' ? [`flow/${inside}`] : [];
  });
}

const nameOf = (object: string | undefined): string => object?.slice(object.indexOf('/') + 1) ?? '';
