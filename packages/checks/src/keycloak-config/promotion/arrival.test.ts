import { client, component, object, role } from '@keycloak-release-gate/core';
import type { ExpectedChange, Json } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import { arrivalOf, changeAt, isThereToGo } from './arrival.ts';

type Objects = Readonly<Record<string, Json>>;
const now: Objects = {
  'client/portal': { clientId: 'portal', enabled: true, redirectUris: ['https://acc.example/*'], secret: '‹masked›', config: {} },
  'role/member': { name: 'member' },
};
const stateOf = (change: ExpectedChange, before?: Objects, unread = false, seenElsewhere = false): string => {
  const unreadable = unread ? [{ kind: 'role' as const, what: 'GET /roles was refused.', needs: 'view-realm' }] : [];
  const { state, how } = arrivalOf(change, change, { now: { objects: now, unreadable }, before, seenElsewhere });
  return how === undefined ? state : `${state}: ${how}`;
};

test.each([
  [role('member').isAdded(), 'arrived'],
  [role('auditor').isAdded(), 'not yet: it is not there'],
  [role('auditor').isRemoved(), 'not visible: it is not there, and nobody saw that it ever was'],
  [role('member').isRemoved(), 'not yet: it is still there'],
  [client('portal').enabled.becomes(true), 'arrived'],
  [client('portal').enabled.becomes(false), 'not yet: it is true'],
  [client('portal').enabled.becomes(false, { from: true }), 'not yet: it is true'],
  [client('portal').attribute('enabled').becomes('a', { from: 'b' }), 'otherwise: it is true'],
  [client('portal').redirectUris.adds('https://acc.example/*'), 'arrived'],
  [client('portal').redirectUris.adds('*'), 'not yet: it has no *'],
  [client('portal').redirectUris.removes('*'), 'not visible: it is not there, and nobody saw that it ever was'],
  [client('portal').redirectUris.removes('https://acc.example/*'), 'not yet: it still has https://acc.example/*'],
  [client('portl').redirectUris.removes('*'), 'otherwise: there is no client/portl'],
  [client('portl').enabled.becomes(true), 'otherwise: there is no client/portl'],
  [client('portal').attribute('secret').becomes('x'), 'not visible: Keycloak does not show it'],
  [client('portal').enabled.changes(), 'not visible: what it became is not announced, and nobody saw what it was before'],
  [component('KeyProvider/rsa').isRemoved(), 'not visible: it is not there, and nobody saw that it ever was'],
  [object('constructor').isAdded(), 'not yet: it is not there'],
])('%j', (change, expected) => expect(stateOf(change)).toBe(expected));

test('what was there before tells what else happened', () => {
  const before: Objects = { ...now, 'client/portal': { clientId: 'portal', enabled: 'first' } };
  expect(stateOf(client('portal').enabled.changes(), before)).toBe('arrived');
  expect(stateOf(client('portal').enabled.changes(), now)).toBe('not yet: it did not change');
  expect(stateOf(client('portal').attribute('secret').changes(), now)).toBe('not visible: Keycloak does not show it');
  expect(stateOf(client('portal').enabled.becomes(false), before)).toBe('otherwise: it is true');
  expect(stateOf(role('auditor').isRemoved(), before)).toBe('otherwise: it was not there before');
  expect(stateOf(client('portal').redirectUris.removes('*'), before)).toBe('otherwise: it had no * before');
});

test('what is announced to go, and is not there, is gone where anybody saw it', () => {
  for (const change of [role('auditor').isRemoved(), client('portal').redirectUris.removes('*')]) {
    expect(stateOf(change, undefined, false, true)).toBe('arrived');
    expect(isThereToGo(change, now)).toBe(false);
  }
  expect(stateOf(role('auditor').isRemoved(), { ...now, 'role/auditor': {} })).toBe('arrived');
  expect(isThereToGo(role('member').isRemoved(), now)).toBe(true);
  expect(isThereToGo(client('portal').redirectUris.removes('https://acc.example/*'), now)).toBe(true);
  expect(isThereToGo(role('member').isAdded(), now)).toBe(false);
});

test('what could not be read is neither there nor gone', () => {
  expect(stateOf(role('auditor').isRemoved(), undefined, true)).toBe('not visible: GET /roles was refused.');
  expect(stateOf(role('auditor').isAdded(), undefined, true)).toBe('not visible: GET /roles was refused.');
  expect(stateOf(role('member').isAdded(), undefined, true)).toBe('arrived');
});

test('a change is held at the address of the environment, and as it was copied from another one it is otherwise', () => {
  const announced = client('portal').redirectUris.adds('https://test.example/*');
  const here = changeAt(announced, new Map([['https://test.example', 'https://acc.example']]));
  expect(here.change?.value).toBe('https://acc.example/*');
  expect(arrivalOf(announced, here, { now: { objects: now, unreadable: [] } })).toEqual({ state: 'arrived' });
  const copied: Objects = { 'client/portal': { redirectUris: ['https://test.example/*'] } };
  expect(arrivalOf(announced, here, { now: { objects: copied, unreadable: [] } })).toEqual({
    state: 'otherwise',
    how: 'it is as in another environment: client/portal: redirectUris adds https://test.example/*',
  });
});
