import { Environment, Release } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import { announcedImpact } from './announced.ts';
import { smallRealm } from './small-realm.ts';

const browser = { kind: 'browser', loggedIn: '#out', logout: {} } as const;
const environment = Environment.parse({
  id: 'acc',
  title: 'Acceptance',
  keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['shop', 'other'] },
  gate: { admin: { realm: 'shop', clientId: 'release-gate', secret: { secret: 'variable', name: 'SECRET' } } },
  applications: [
    { id: 'wiki', realm: 'shop', clientId: 'wiki', login: browser },
    { id: 'portal', realm: 'shop', clientId: 'portal', login: browser },
    { id: 'elsewhere', realm: 'other', clientId: 'portal', login: browser },
  ],
});
const release = (more: object): Release =>
  Release.parse({
    id: 'r1',
    title: 'R',
    description: 'D',
    environments: ['acc'],
    keycloak: { from: '26.7.4', to: '26.7.4' },
    rollback: { plan: 'A', reason: 'R' },
    impact: 'I',
    deploys: false,
    ...more,
  });
const impact = (more: object, before: typeof smallRealm | undefined = smallRealm) =>
  announcedImpact({ suite: 'post-deploy', environment, release: release(more) }, () => before);

test('who is touched by what a release announces', () => {
  const why = 'touched by what the release announces';
  expect(impact({ expectedChanges: [{ object: 'client/portal', attribute: 'redirectUris', why: '1' }] })).toEqual({
    applications: ['portal'],
    why,
  });
  expect(impact({ expectedChanges: [{ object: 'client-scope/email', why: '1' }] })).toEqual({ applications: ['wiki', 'portal'], why });
  expect(impact({ expectedChanges: [{ object: 'realm/other/client/portal', why: '1' }] })).toEqual({ applications: ['elsewhere'], why });
  expect(impact({ expectedChanges: [{ object: 'token/wiki', attribute: 'groups', why: '1' }] })).toEqual({ applications: ['wiki'], why });
  expect(impact({ expectedChanges: [{ object: 'client/new', why: '1' }] })).toEqual({ applications: [], why });
  expect(impact({ expectedChanges: [] })).toEqual({ applications: [], why });
});

test('who is not known, or everybody, is everybody', () => {
  const applications = ['wiki', 'portal', 'elsewhere'];
  expect(impact({ deploys: true })).toEqual({ applications, why: 'a deploy restarts Keycloak under every application' });
  expect(announcedImpact({ suite: 'health', environment }, () => smallRealm).applications).toEqual(applications);
  const unknown = announcedImpact(
    { suite: 'post-deploy', environment, release: release({ expectedChanges: [{ object: 'client/portal', why: '1' }] }) },
    () => undefined,
  );
  expect(unknown).toEqual({ applications, why: 'no record of before the release tells what realm shop is made of' });
});
