import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { Environment } from '@keycloak-release-gate/core';
import type { CollectContext } from '@keycloak-release-gate/core';
import { afterEach, describe, expect, test } from 'vitest';
import { AdminEvents, adminEvents } from './collector.ts';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** What the collector sees of a server that saves these events, or answers with this status. */
async function seen(events: readonly object[], { saves = true, status = 200 } = {}): Promise<AdminEvents> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (url.pathname.endsWith('/token')) json(response, 200, { access_token: 'a-token', expires_in: 300 });
    else if (url.pathname.endsWith(`/users/${backend}`)) json(response, 200, { username: 'service-account-backend' });
    else if (url.pathname.endsWith(`/users/${person}`)) json(response, 200, { username: 'ada', email: 'ada@sso.example' });
    else if (url.pathname.includes('/users/')) json(response, 404, { error: 'User not found' });
    else if (url.pathname.endsWith('/events/config')) json(response, status, { adminEventsEnabled: saves });
    else {
      const first = Number(url.searchParams.get('first'));
      json(response, 200, events.slice(first, first + Number(url.searchParams.get('max'))));
    }
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const adminUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const context: CollectContext<Record<never, never>> = {
    run: {
      suite: 'health',
      environment: Environment.parse({
        id: 'acc',
        title: 'Acceptance',
        keycloak: { publicUrl: adminUrl, adminUrl, realms: ['sso'] },
        gate: { admin: { realm: 'sso', clientId: 'release-gate', secret: { secret: 'variable', name: 'SECRET' } } },
      }),
    },
    signal: AbortSignal.timeout(10_000),
    looks: {},
    secret: () => 'the-client-secret',
    stateFolder: '',
    conceal: () => undefined,
    attach: () => '',
    shared: async (_key, create) => create(),
  };
  const { value, gaps } = await adminEvents.collect({ realm: 'sso' }, context);
  expect(gaps).toBeUndefined();
  return AdminEvents.parse(value);
}

/** Two users; the first is a service account. */
const backend = '0d5a1f4e-0000-4000-8000-000000000001';
const person = '0d5a1f4e-0000-4000-8000-000000000002';
const gone = '0d5a1f4e-0000-4000-8000-000000000003';

const at = (minutes: number): number => Date.now() - minutes * 60_000;
/** As Keycloak gives it. */
const event = (time: number) => ({
  id: 'e',
  time,
  realmId: 'r',
  authDetails: { realmId: 'r', clientId: 'c2', userId: 'u1', ipAddress: '10.1.2.3' },
  operationType: 'UPDATE',
  resourceType: 'CLIENT',
  resourcePath: 'clients/c1',
  representation: '{"secret":"hidden"}',
});

describe('what administrators did', () => {
  test('is kept without what they sent, and without where they sent it from', async () => {
    const time = at(5);
    const { until, ...rest } = await seen([event(time)]);
    expect(Date.parse(until)).toBeGreaterThan(time);
    expect(rest).toEqual({
      realm: 'sso',
      cut: false,
      events: [{ at: new Date(time).toISOString(), operation: 'UPDATE', path: 'clients/c1', userId: 'u1', usedClient: 'c2' }],
    });
  });
  test('of what a user was given, the roles are kept; and of whom, whether it is a service account', async () => {
    const given = (user: string, representation: string) => ({
      ...event(at(5)),
      operationType: 'CREATE',
      resourcePath: `users/${user}/role-mappings/realm`,
      representation,
    });
    const { events } = await seen([
      given(backend, '[{"id":"r1","name":"manager"},{"id":"r2","name":"member"}]'),
      given(person, '[{"id":"r1","name":"mana'),
      given(gone, '[]'),
    ]);
    expect(events.map(({ roles, serviceAccount }) => ({ roles, serviceAccount }))).toEqual([
      { roles: ['manager', 'member'], serviceAccount: 'backend' },
      // What was too long to be kept as a whole.
      { roles: undefined, serviceAccount: undefined },
      { roles: [], serviceAccount: undefined },
    ]);
    expect(JSON.stringify(events)).not.toContain('ada');
  });
  test('is read page by page, and no further than it is asked for', async () => {
    const many = await seen(Array.from({ length: 1_200 }, (_, index) => event(at(index))));
    expect({ events: many.events.length, cut: many.cut }).toEqual({ events: 1_000, cut: true });
    const old = await seen([event(at(5)), event(at(60 * 24 * 40))]);
    expect({ events: old.events.length, cut: old.cut }).toEqual({ events: 1, cut: true });
  });
  test('is not known where the realm does not save it, or the gate may not read it: no gap', async () => {
    expect(await seen([], { saves: false })).toMatchObject({ why: 'the realm does not save admin events', events: [] });
    expect(await seen([], { status: 403 })).toMatchObject({
      why: 'GET /events/config was refused with HTTP 403: it needs the role view-events.',
      events: [],
    });
  });
});
