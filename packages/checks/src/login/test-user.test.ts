import { Application } from '@keycloak-release-gate/core';
import { expect, it } from 'vitest';
import { testUser } from './test-user.ts';
import type { TestUserAccounts } from './test-user-look.ts';
import { testUsers } from './test-users.ts';

type Account = TestUserAccounts['accounts'][number];

const none = { failures: 0, disabled: false };
const well: Account = { realm: 'staff', enabled: true, requiredActions: [], bruteForce: none, locksAfter: 5 };
const refused = { at: '2026-11-23T21:00:00.000Z', code: 'BAD_CREDENTIALS', file: '/state/1.refused.json' };

const { check } = testUser;
const judge = (seen: Omit<TestUserAccounts, 'user'>, words: object = {}) =>
  check.judge({ seen: { user: 'robin', ...seen } }, check.expects.parse(words), { now: '2026-11-27T19:00:00Z' });
const told = (seen: Omit<TestUserAccounts, 'user'>, words?: object): string[] => {
  const { findings, gaps = [] } = judge(seen, words);
  return [
    ...findings.map(({ severity, code, subject, message }) => `${severity} ${code} ${subject}: ${message}`),
    ...gaps.map(({ code, subject, reason }) => `gap ${code} ${subject}: ${reason}`),
  ];
};

it('finds nothing wrong with a user who may log in', () => {
  expect(judge({ accounts: [well] })).toEqual({
    findings: [],
    gaps: [],
    facts: [{ name: 'in realm staff', value: 'enabled, 0 failed logins on record' }],
  });
});

it('finds a user who is disabled, or has something to do first', () => {
  expect(told({ accounts: [{ ...well, enabled: false }] })).toEqual([
    'fail login/USER_DISABLED user/robin: The test user is disabled, in realm "staff".',
  ]);
  expect(told({ accounts: [well, { ...well, realm: 'guests', requiredActions: ['UPDATE_PASSWORD'] }] })).toEqual([
    'fail login/REQUIRED_ACTION user/robin: Keycloak wants something of the user before it lets them in, in realm "guests": UPDATE_PASSWORD.',
  ]);
});

it('cannot say whether people get in where a failed login is on record, at the server or on this machine', () => {
  expect(told({ accounts: [{ ...well, bruteForce: { failures: 5, disabled: true } }] })).toEqual([
    'gap login/LOCKED user/robin: The test user is locked, or a failed login of it is on record, in realm "staff". Failed logins on record: 5, and the user is locked.',
  ]);
  expect(told({ accounts: [{ ...well, bruteForce: { failures: 1, disabled: false } }] })).toEqual([
    'gap login/LOCKED user/robin: The test user is locked, or a failed login of it is on record, in realm "staff". Failed logins on record: 1.',
  ]);
  const { locksAfter: _counted, ...uncounted } = well;
  expect(told({ refused, accounts: [uncounted] })).toEqual([
    expect.stringMatching(
      /^gap login\/LOCKED user\/robin: The test user is locked, or a failed login of it is on record, in realm "staff": these credentials were refused at .* \(BAD_CREDENTIALS\), as/,
    ),
  ]);
  // The realm counts failures, and none by now.
  expect(told({ refused, accounts: [well] })).toEqual([]);
  // It was another provider that refused, which this realm's count says nothing of.
  expect(told({ refused, accounts: [well] }, { known: false })).toHaveLength(1);
});

it('warns where it could not look, unless the realm need not know the user', () => {
  const unseen = 'warn login/USER_NOT_SEEN user/robin: Realm "staff" showed the gate no such user.';
  expect(told({ accounts: [{ realm: 'staff' }] })).toEqual([unseen]);
  expect(told({ accounts: [{ realm: 'staff' }] }, { known: false })).toEqual([]);
  expect(judge({ accounts: [{ realm: 'staff' }] }, { known: false }).facts).toEqual([{ name: 'in realm staff', value: 'not seen' }]);
  const { bruteForce: _hidden, ...halfSeen } = well;
  expect(told({ accounts: [halfSeen] })).toEqual([
    'warn login/USER_NOT_SEEN user/robin: Realm "staff" did not show the gate whether the user is locked.',
  ]);
});

it('is about each user of the applications that people log in to, once', () => {
  const browser = { kind: 'browser', loggedIn: '#me', logout: { open: '/logout' } } as const;
  const application = (parts: object): Application => Application.parse({ realm: 'staff', clientId: 'c', login: browser, ...parts });
  const elsewhere = { ...browser, broker: { alias: 'idp' } };
  const applications = [
    application({ id: 'portal', user: 'robin', severity: 'warning' }),
    application({ id: 'wiki', user: 'robin', realm: 'guests' }),
    application({ id: 'shop', user: 'alex', login: elsewhere, severity: 'warning' }),
    application({ id: 'redirected', login: elsewhere }),
    application({ id: 'batch', user: 'nobody', login: { kind: 'service', clientSecret: { secret: 'variable', name: 'S' } } }),
  ];
  expect(testUsers({ applications })).toEqual([
    { id: 'robin', realms: ['staff', 'guests'], severity: 'blocker', fromElsewhere: false },
    { id: 'alex', realms: ['staff'], severity: 'warning', fromElsewhere: true },
  ]);
});
