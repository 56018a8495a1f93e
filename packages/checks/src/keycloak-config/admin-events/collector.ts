import { defineCollector } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { adminApi, RealmMissing, Unseen } from '../admin-api.ts';
import type { AdminApi } from '../admin-api.ts';
import { isRepresentation, representations } from '../reading/representation.ts';
import type { Representation } from '../reading/representation.ts';

/** Days that are looked back over, and how many events are read at most: who changed something before that is not told. */
const days = 31;
const most = 1_000;
const pageSize = 200;
/** How many of the users that events are about are looked up: whether they are service accounts. The newest first. */
const mostUsers = 50;

/** What administrators did in a realm, as far as Keycloak kept it. That it keeps nothing is no fault: only nobody is named then. */
export const AdminEvents = z.object({
  realm: z.string(),
  /** Up to when they were read, ISO 8601. */
  until: z.string(),
  /** Why there are none. */
  why: z.string().optional(),
  /** Newest first. */
  events: z.array(
    z.object({
      at: z.string(),
      operation: z.string(),
      /** The path in the admin API: `clients/<id>/roles/reader`. */
      path: z.string(),
      userId: z.string().optional(),
      /** The id of the client that the administrator used, in the administrator's realm. */
      usedClient: z.string().optional(),
      /** The client whose service account it is about, in small letters: of people no more is told than a pseudonym in the path. */
      serviceAccount: z.string().optional(),
      /** The names of the roles that a user was given or that were taken, where the realm saves what events were about. */
      roles: z.array(z.string()).optional(),
    }),
  ),
  /** There were more, or older ones, which were not read. */
  cut: z.boolean(),
});
export type AdminEvents = z.infer<typeof AdminEvents>;

/** The admin events of a realm. It has no gaps: without them, changes are told as well, and nobody is named. */
export const adminEvents = defineCollector({
  id: 'keycloak-config/admin-events',
  version: 1,
  title: 'What administrators did in a realm',
  vantage: 'anywhere',
  evidence: AdminEvents,
  timeout: 60_000,
  personalData: true,
  params: (_run, realm: string) => ({ realm }),
  collect: async ({ realm }, context): Promise<{ readonly value: AdminEvents }> => {
    const none = (why: string): { readonly value: AdminEvents } => ({
      value: { realm, until: new Date().toISOString(), why, events: [], cut: false },
    });
    try {
      const api = await adminApi(realm, context);
      const config = await api.get('/events/config', 'view-events');
      if (!isRepresentation(config) || config['adminEventsEnabled'] !== true) return none('the realm does not save admin events');
      const until = new Date().toISOString();
      const { events, cut } = await newest(api, Date.now() - days * 86_400_000);
      const accounts = await serviceAccounts(api, events);
      return {
        value: {
          realm,
          until,
          events: events.map((event) => {
            const serviceAccount = accounts.get(userIn(event));
            return serviceAccount === undefined ? event : { ...event, serviceAccount };
          }),
          cut,
        },
      };
    } catch (error) {
      if (error instanceof RealmMissing) return none('there is no such realm');
      if (error instanceof Unseen) return none(error.message);
      throw error;
    }
  },
});

async function newest(api: AdminApi, since: number): Promise<Pick<AdminEvents, 'events' | 'cut'>> {
  const events: AdminEvents['events'] = [];
  for (let first = 0; first < most; first += pageSize) {
    const page = representations(await api.get(`/admin-events?first=${first}&max=${pageSize}`, 'view-events'));
    for (const event of page) {
      const { time, operationType, resourcePath, authDetails } = event;
      if (typeof time !== 'number') continue;
      if (time < since) return { events, cut: true };
      const who = isRepresentation(authDetails) ? authDetails : {};
      events.push({
        at: new Date(time).toISOString(),
        operation: typeof operationType === 'string' ? operationType : '',
        path: typeof resourcePath === 'string' ? resourcePath : '',
        ...(typeof who['userId'] === 'string' ? { userId: who['userId'] } : {}),
        ...(typeof who['clientId'] === 'string' ? { usedClient: who['clientId'] } : {}),
        ...rolesIn(event),
      });
    }
    if (page.length < pageSize) return { events, cut: false };
  }
  return { events, cut: true };
}

/** The user whom an event is about, by id; empty where it is about something else. */
const userIn = ({ path }: { readonly path: string }): string => /^users\/([0-9a-f-]{36})(?:\/|$)/.exec(path)?.[1] ?? '';

/** The clients, by the id of the user that is their service account. */
async function serviceAccounts(api: AdminApi, events: AdminEvents['events']): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(events.map(userIn))].filter((id) => id !== '').slice(0, mostUsers);
  const found = await Promise.all(
    ids.map(async (id) => {
      try {
        const user = await api.get(`/users/${id}`, 'view-users');
        const username = isRepresentation(user) ? user['username'] : undefined;
        const [, client] = typeof username === 'string' ? (/^service-account-(.+)$/s.exec(username) ?? []) : [];
        return client === undefined ? [] : [[id, client] as const];
      } catch (error) {
        // A user who is gone is no service account that is there.
        if (error instanceof Unseen) return [];
        throw error;
      }
    }),
  );
  return new Map(found.flat());
}

/** Of what an event was about nothing but the names of roles is kept: whatever else stands there may be anybody's. */
function rolesIn({ resourcePath, representation }: Representation): { readonly roles?: string[] } {
  if (!/\/role-mappings\//.test(String(resourcePath)) || typeof representation !== 'string') return {};
  try {
    return { roles: representations(JSON.parse(representation)).flatMap(({ name }) => (typeof name === 'string' ? [name] : [])) };
  } catch (error) {
    // What is too long for the database is cut.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
