import type { Objects } from '../diff/difference.ts';
import type { Unverifiable } from '../diff/unverifiable.ts';
import { administrativeIn, rolesOf } from '../risk/role-graph.ts';
import { objectsOf } from '../risk/values.ts';
import type { AdminEvents } from './collector.ts';
import type { AdminEvent, Known } from './who.ts';
import { objectsOfEvent } from './who.ts';

/** Something that an administrator did and that a comparison of two looks cannot show. */
export interface Deed {
  /**
   * `recreated`: deleted, and made anew under the same name. `new secret`: the server made another one. `saved`: it holds a secret that
   * nobody can compare. `administrator`: a user may administer the realm.
   */
  readonly kind: 'recreated' | 'new secret' | 'saved' | 'administrator';
  /** The object; of an administrator, the role. */
  readonly object: string;
  /** Of a secret, where in the object it stands. */
  readonly attribute?: string;
  readonly event: AdminEvent;
}

interface Seen {
  /** Newest first. */
  readonly events: readonly AdminEvent[];
  readonly before: Objects;
  readonly now: Objects;
  readonly known: Known;
  readonly unverifiable: readonly Unverifiable[];
  /** True for an object of which something else shows that it was saved. */
  readonly differs: (object: string) => boolean;
}

/** What was done between two looks, told by the admin events of that time alone; of each object the last of a kind. */
export function deedsIn(seen: Seen): readonly Deed[] {
  const found = seen.events.flatMap((event) => deedsOf(event, seen));
  const last = new Map(found.toReversed().map((deed) => [JSON.stringify([deed.kind, deed.object, deed.attribute, userOf(deed)]), deed]));
  return [...last.values()].toSorted((a, b) => (a.object < b.object ? -1 : a.object > b.object ? 1 : 0));
}

/** How often since then a user was given roles of which nobody knows which: the realm keeps that something was done, and not what. */
export const rolesUntold = ({ events }: AdminEvents, since: string | undefined): number =>
  since === undefined
    ? 0
    : events.filter(
        ({ at, operation, path, serviceAccount, roles }) =>
          at >= since &&
          operation === 'CREATE' &&
          roles === undefined &&
          serviceAccount === undefined &&
          /^users\/[^/]+\/role-mappings\//.test(path),
      ).length;

/** The user whom an event is about, by the server's id. */
export const userOf = ({ event: { path } }: Pick<Deed, 'event'>): string | undefined => /^users\/([^/]+)\//.exec(path)?.[1];

function deedsOf(event: AdminEvent, { before, now, known, unverifiable, differs }: Seen): readonly Deed[] {
  const { operation, path } = event;
  const [object] = objectsOfEvent(event, known);
  // What a service account is given shows in the configuration.
  if (/^users\/[^/]+\/(?:role-mappings|groups)\//.test(path))
    return operation === 'CREATE' && event.serviceAccount === undefined ? made(event, now, known) : [];
  if (object === undefined) return [];
  if (operation === 'ACTION' && /^clients\/[^/]+\/client-secret$/.test(path))
    return [{ kind: 'new secret', object, attribute: 'secret', event }];
  if (!isWhole(path)) return [];
  if (operation === 'DELETE')
    return before[object] !== undefined && now[object] !== undefined ? [{ kind: 'recreated', object, event }] : [];
  if (operation !== 'UPDATE' || differs(object)) return [];
  return unverifiable.filter((secret) => secret.object === object).map(({ attribute }) => ({ kind: 'saved', object, attribute, event }));
}

/** True for the path of an object itself, and not of something in it. */
const isWhole = (path: string): boolean =>
  /^(?:(?:clients|client-scopes|components|groups|roles|roles-by-id|organizations)\/[^/]+|clients\/[^/]+\/roles\/[^/]+|identity-provider\/instances\/[^/]+|authentication\/flows\/[^/]+|(?:realms\/[^/]+)?)$/.test(
    path,
  );

/** A user who got a role, or came into a group, by which the realm can be administered. */
function made(event: AdminEvent, now: Objects, { byId }: Known): readonly Deed[] {
  const [, kind = '', id = ''] = /^users\/[^/]+\/(role-mappings\/clients|role-mappings\/realm|groups)(?:\/([^/]+))?/.exec(event.path) ?? [];
  const holder = byId.get(id) ?? '';
  const given =
    kind === 'groups'
      ? objectsOf(now, 'group')
          .filter(({ key }) => key === holder || holder.startsWith(`${key}/`))
          .flatMap(({ object }) => rolesOf(object))
      : (event.roles ?? []).map((role) =>
          kind === 'role-mappings/realm' ? `role/${role}` : `client-role/${holder.slice('client/'.length)}:${role}`,
        );
  return administrativeIn(now, given).map((object) => ({ kind: 'administrator', object, event }));
}
