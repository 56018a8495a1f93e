import { Environment, object, token } from '@keycloak-release-gate/core';
import type { ExpectedChange, Json } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import { announcedClaims, announcesClaim, isAnnounced, unheldClaims } from './announced.ts';
import type { ClaimChange } from './claim-changes.ts';

const browser = { kind: 'browser', loggedIn: '#out', logout: {} } as const;
const environment = Environment.parse({
  id: 'acc',
  title: 'Acceptance',
  keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['shop', 'other'] },
  gate: { admin: { realm: 'shop', clientId: 'release-gate', secret: { secret: 'variable', name: 'SECRET' } } },
  users: { tester: { username: 'tester', password: { secret: 'variable', name: 'TESTER' } } },
  applications: [
    { id: 'portal', realm: 'shop', clientId: 'portal', login: browser, user: 'tester' },
    { id: 'wiki', realm: 'shop', clientId: 'wiki', login: browser },
    { id: 'elsewhere', realm: 'other', clientId: 'desk', login: browser, user: 'tester' },
  ],
});
const [portal] = environment.applications;
if (!portal) throw new Error('The environment has an application.');
const { realms } = environment.keycloak;

const roles = (before: Json | undefined, after: Json | undefined): ClaimChange => ({
  claim: 'realm_access.roles',
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
  documents: ['access token'],
});
const ofRoles = object('token/portal').attribute('realm_access.roles');
const announced = (...changes: readonly ExpectedChange[]) => announcedClaims(portal, changes, realms);

describe('an announced change of a claim', () => {
  test.each<[string, ExpectedChange, ClaimChange, boolean]>([
    ['a role that came', ofRoles.adds('reader'), roles(['member'], ['member', 'reader']), true],
    ['another one that came', ofRoles.adds('reader'), roles(['member'], ['admin', 'member']), false],
    ['one beside it', ofRoles.adds('reader'), roles(['member'], ['admin', 'member', 'reader']), false],
    ['a role that went', ofRoles.removes('reader'), roles(['member', 'reader'], ['member']), true],
    ['a role that came where one was to go', ofRoles.removes('reader'), roles(['member'], ['member', 'reader']), false],
    ['the first role', ofRoles.adds('reader'), roles(undefined, ['reader']), true],
    ['the whole list', ofRoles.becomes(['reader', 'member']), roles(['member'], ['member', 'reader']), true],
    ['another list', ofRoles.becomes(['reader']), roles(['member'], ['member', 'reader']), false],
    [
      'a part of a claim',
      object('token/portal')
        .attribute('realm_access')
        .becomes({ roles: ['reader'] }),
      roles(['member'], ['reader']),
      true,
    ],
    [
      'another part',
      object('token/portal')
        .attribute('realm_access')
        .becomes({ roles: ['admin'] }),
      roles(['member'], ['reader']),
      false,
    ],
    ['whatever it is', token('portal').changes('realm_access'), roles(['member'], ['admin']), true],
    ['one that is gone', token('portal').gains('realm_access'), roles(['member'], undefined), false],
  ])('%s', (_name, change, found, is) => expect(isAnnounced(announced(change), found)).toBe(is));
  test('two of one list are announced together', () => {
    const both = announced(ofRoles.adds('reader'), ofRoles.removes('member'));
    const found = roles(['member'], ['reader']);
    expect(isAnnounced(both, found)).toBe(true);
    expect(both.map((each) => announcesClaim(each, found))).toEqual([true, true]);
  });
  test('to a value of the user is as good as any: which one it is, is not told', () =>
    expect(
      isAnnounced(announced(object('token/portal').attribute('email').becomes('somebody@example.org')), {
        claim: 'email',
        before: '‹email›',
        after: '‹attribute mail›',
        documents: ['ID token'],
      }),
    ).toBe(true));
});

test('nobody looks at the tokens of what is no application, or of one without a test user', () => {
  const changes = [
    token('portal').gains('groups'),
    token('*').gains('groups'),
    token('desk', { realm: 'other' }).gains('groups'),
    token('portl').gains('groups'),
    token('wiki').gains('groups'),
    token('portal', { realm: 'typo' }).gains('groups'),
    object('client/portl').changes(),
  ];
  expect(unheldClaims(environment, changes)).toEqual(changes.slice(3, 6));
});
