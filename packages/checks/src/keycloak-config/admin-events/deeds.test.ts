import { describe, expect, test } from 'vitest';
import { deedsIn, rolesUntold } from './deeds.ts';
import type { AdminEvent } from './who.ts';
import { objectsById } from './who.ts';

const objects = {
  realm: { realm: 'lab' },
  'client/portal': {},
  'client/realm-management': {},
  'client/broker': {},
  'identity-provider/partner': {},
  'role/leads': { composites: ['client-role/realm-management:manage-users'] },
  'client-role/realm-management:manage-users': {},
  'client-role/realm-management:view-users': {},
  'group/staff': { realmRoles: ['leads'] },
  'group/staff/juniors': {},
  'group/guests': {},
};
const ids = {
  'client/portal': 'c1',
  'client/realm-management': 'c2',
  'client/broker': 'c3',
  'role/leads': 'r1',
  'group/staff': 'g1',
  'group/staff/juniors': 'g2',
  'group/guests': 'g3',
};
const event = (operation: string, path: string, more: Partial<AdminEvent> = {}): AdminEvent => ({
  at: '2026-11-27T08:00:00.000Z',
  operation,
  path,
  userId: 'user-1',
  ...more,
});

/** What was done, in short: of secrets that nobody can compare there are two. */
const done = (events: readonly AdminEvent[], changed: readonly string[] = [], now: typeof objects = objects): readonly string[] =>
  deedsIn({
    events,
    before: objects,
    now,
    known: { byId: objectsById(ids), sides: [objects, now] },
    unverifiable: [
      { object: 'identity-provider/partner', attribute: 'config.clientSecret' },
      { object: 'client/portal', attribute: 'secret' },
    ],
    differs: (object) => changed.includes(object),
  }).map(({ kind, object, attribute }) => [kind, object, ...(attribute === undefined ? [] : [attribute])].join(' '));

describe('deleted and made anew', () => {
  test.each(['clients/c1', 'roles-by-id/r1', 'roles/leads', 'groups/g1'])('%s', (path) =>
    expect(done([event('DELETE', path)])).toEqual([expect.stringMatching(/^recreated /)]),
  );
  test.each([
    ['what is in it', 'DELETE', 'clients/c1/protocol-mappers/models/x'],
    ['a role of it', 'DELETE', 'clients/c1/roles/reader'],
    ['a changed one', 'UPDATE', 'groups/g1'],
    ['what nobody knows', 'DELETE', 'clients/another'],
  ])('not for %s', (_what, operation, path) => expect(done([event(operation, path)])).toEqual([]));
  test('not for what is gone', () => {
    const { 'client/portal': _gone, ...left } = objects;
    expect(done([event('DELETE', 'clients/c1')], [], left as typeof objects)).toEqual([]);
  });
});

describe('secrets', () => {
  test('one that was made anew, once however often', () => {
    const renewed = event('ACTION', 'clients/c1/client-secret');
    expect(done([renewed, renewed])).toEqual(['new secret client/portal secret']);
  });
  test('one that may be another: something was saved that holds one, and nothing else of it changed', () => {
    const saved = event('UPDATE', 'identity-provider/instances/partner');
    expect(done([saved])).toEqual(['saved identity-provider/partner config.clientSecret']);
    expect(done([saved], ['identity-provider/partner'])).toEqual([]);
    // The console makes a client's secret anew by a deed of its own; who uses the API may save another one.
    expect(done([event('UPDATE', 'clients/c1')])).toEqual(['saved client/portal secret']);
    expect(done([event('UPDATE', 'clients/c1')], ['client/portal'])).toEqual([]);
  });
  test.each([
    ['something in it is saved', 'UPDATE', 'identity-provider/instances/partner/mappers/x'],
    ['its keys are made anew, which show', 'ACTION', 'clients/c1/certificates/jwt.credential/generate'],
  ])('none where %s', (_what, operation, path) => expect(done([event(operation, path)])).toEqual([]));
});

describe('who may administer the realm', () => {
  const toUser = (path: string, roles: readonly string[] = [], more: Partial<AdminEvent> = {}): AdminEvent =>
    event('CREATE', `users/user-2/${path}`, { roles: [...roles], ...more });
  test.each([
    ['a role of realm-management', toUser('role-mappings/clients/c2', ['manage-users'])],
    ['a role that brings it along', toUser('role-mappings/realm', ['leads'])],
    ['a group that gives it', toUser('groups/g1')],
    ['a group inside of that', toUser('groups/g2')],
  ])('who got %s', (_what, given) => expect(done([given])).toEqual(['administrator client-role/realm-management:manage-users']));
  test.each([
    ['a role that only looks', toUser('role-mappings/clients/c2', ['view-users'])],
    ['the same name at another client', toUser('role-mappings/clients/c3', ['manage-users'])],
    ['a group without roles', toUser('groups/g3')],
    ['less than before', event('DELETE', 'users/user-2/role-mappings/realm', { roles: ['leads'] })],
    ['what nobody kept', event('CREATE', 'users/user-2/role-mappings/realm')],
    ['it as a service account, which shows', toUser('role-mappings/realm', ['leads'], { serviceAccount: 'portal' })],
  ])('not who got %s', (_what, given) => expect(done([given])).toEqual([]));
  test('each of several', () => {
    const [one, other] = ['user-2', 'user-3'].map((user) => event('CREATE', `users/${user}/groups/g1`));
    expect(done([one, other].filter((each) => each !== undefined))).toHaveLength(2);
  });
  test('nobody knows where the events do not keep what was given: how often is counted', () => {
    const [given, untold] = [toUser('role-mappings/realm', ['leads']), event('CREATE', 'users/user-2/role-mappings/realm')];
    const others = [toUser('groups/g3'), event('DELETE', 'users/user-2/role-mappings/realm')];
    const events = { realm: 'lab', until: given.at, cut: false, events: [given, untold, ...others] };
    expect(rolesUntold(events, given.at)).toBe(1);
    expect(rolesUntold(events, '2099-01-01T00:00:00.000Z')).toBe(0);
    expect(rolesUntold(events, undefined)).toBe(0);
  });
});
