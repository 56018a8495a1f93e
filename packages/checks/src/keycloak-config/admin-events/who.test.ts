import { describe, expect, test } from 'vitest';
import type { AdminEvents } from './collector.ts';
import { aboutIt, objectsById, whoChanged } from './who.ts';

const byId = objectsById(
  { 'client/portal': 'c1', 'client/security-admin-console': 'c2', 'flow/browser': 'f1', 'client/https://app.example': 'c3' },
  { 'client-scope/email': 's1', 'group/staff': 'g1', 'component/KeyProvider/rsa': 'k1', 'identity-provider-mapper/corporate:email': 'm1' },
);
const sides = [
  {
    'flow/browser': { executions: { forms: { flow: 'forms' } } },
    'flow/forms': { executions: { 'auth-otp-form': {}, more: { flow: 'more' } } },
    'flow/more': {},
    'flow/direct grant': {},
    'service-account/Backend': {},
    'service-account/other': {},
    'key/RS256:SIG:rsa': {},
    'key/ES256:SIG:elliptic': {},
  },
];
const known = { byId, sides };
const event = (path: string, at = '2026-11-27T08:00:00.000Z'): AdminEvents['events'][number] => ({
  at,
  operation: 'UPDATE',
  path,
  userId: 'user-12345678',
  usedClient: 'c2',
});

describe('an event is of the object that its path names', () => {
  test.each([
    ['clients/c1', 'client/portal'],
    ['clients/c1/protocol-mappers/models/x', 'client/portal'],
    ['clients/c1/roles/reader', 'client-role/portal:reader'],
    ['clients/c1/authz/resource-server', 'authorization/portal'],
    ['client-scopes/s1', 'client-scope/email'],
    ['roles/member/composites', 'role/member'],
    ['groups/g1', 'group/staff'],
    ['authentication/flows/f1', 'flow/browser'],
    ['authentication/executions/x', 'flow/browser'],
    ['authentication/flows/browser/executions', 'flow/browser'],
    ['authentication/flows/browser/executions/execution', 'flow/more'],
    ['authentication/flows/direct%20grant/executions', 'flow/direct grant'],
    ['authentication/flows/browser/copy', 'flow/forms'],
    ['components/k1', 'component/KeyProvider/rsa'],
    ['components/k1', 'key/RS256:SIG:rsa'],
    ['authentication/required-actions/VERIFY_EMAIL', 'required-action/VERIFY_EMAIL'],
    ['identity-provider/instances/corporate/mappers/x', 'identity-provider-mapper/corporate:email'],
    ['default-default-client-scopes/s1', 'scopes-of-new-clients'],
    ['users/profile', 'user-profile'],
    ['events/config', 'events'],
    ['', 'realm'],
    ['clients/c3', 'client/https://app.example'],
    ['localization/en/helpdesk', 'localization/en'],
    ['identity-provider/instances/corporate/mappers/m1', 'identity-provider-mapper/corporate:email'],
    ['groups/g1', 'group/staff/doctors'],
  ])('%s: %s', (path, object) => expect(aboutIt(event(path), object, known)).toBeDefined());
  test.each([
    ['clients/c1', 'client/other'],
    ['clients/c1/roles/reader', 'client-role/portal:writer'],
    ['clients/unknown', 'client/portal'],
    ['roles/member', 'role/members'],
    ['something/else', 'realm'],
    ['components/k1', 'key/ES256:SIG:elliptic'],
    ['authentication/flows/browser/executions', 'flow/direct grant'],
    ['clients/c3', 'client/https://app.example/api'],
    ['roles/member', 'role/member/of'],
    ['roles/member', 'role/member:of'],
    ['localization/en/helpdesk', 'localization/nl'],
    ['identity-provider/instances/corporate/mappers/m1', 'identity-provider-mapper/corporate:name'],
    // What somebody does for a person is nothing that a service account got.
    ['users/user-12345678/role-mappings/realm', 'service-account/Backend'],
  ])('%s is not of %s', (path, object) => expect(aboutIt(event(path), object, known)).toBeUndefined());
});

test('what is done for a service account is of the client that it is of, whatever letters its name is in', () => {
  const given = { ...event('users/user-12345678/role-mappings/realm'), serviceAccount: 'backend' };
  expect([aboutIt(given, 'service-account/Backend', known), aboutIt(given, 'service-account/other', known)]).toEqual(['surely', undefined]);
});

describe('who changed it', () => {
  const seen: AdminEvents = {
    realm: 'lab',
    until: '2026-11-27T09:00:00.000Z',
    cut: false,
    events: [event('clients/c1', '2026-11-27T08:30:00.000Z'), event('roles/member', '2026-11-26T08:00:00.000Z')],
  };
  test('is told with the time and the tool', () =>
    expect(whoChanged('client/portal', seen, known, '2026-11-27T00:00:00.000Z')).toBe(
      'last changed by user-12345678 with security-admin-console at 2026-11-27T08:30:00.000Z',
    ));
  test('is not told of a change that was there before', () =>
    expect(whoChanged('role/member', seen, known, '2026-11-27T00:00:00.000Z')).toBeUndefined());
  test('is not known where there are no events', () =>
    expect(whoChanged('client/portal', { ...seen, events: [] }, known, undefined)).toBeUndefined());
  test('is not said for sure where an event does not tell which object it is about', () => {
    const raised = event('authentication/executions/x', '2026-11-27T08:40:00.000Z');
    const changed = event('authentication/flows/browser/executions', '2026-11-27T08:35:00.000Z');
    const bob = { ...raised, userId: 'user-87654321' };
    const who = (...events: AdminEvents['events']) => whoChanged('flow/browser', { ...seen, events }, known, undefined);
    expect(who(bob)).toBe('perhaps changed by user-87654321 with security-admin-console at 2026-11-27T08:40:00.000Z');
    expect(who(bob, changed)).toBe(
      'changed by user-12345678 with security-admin-console at 2026-11-27T08:35:00.000Z, and perhaps last by user-87654321 with security-admin-console at 2026-11-27T08:40:00.000Z',
    );
    expect(who({ ...changed, at: '2026-11-27T08:45:00.000Z' }, bob)).toBe(
      'last changed by user-12345678 with security-admin-console at 2026-11-27T08:45:00.000Z',
    );
  });
});
