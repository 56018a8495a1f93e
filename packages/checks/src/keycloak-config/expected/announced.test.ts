import { client, clientScope, object, realm, role, server } from '@keycloak-release-gate/core';
import type { ExpectedChange } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import { compare } from '../diff/compare.ts';
import type { Objects } from '../diff/difference.ts';
import { describe as inWords } from '../diff/words.ts';
import { hold } from './announced.ts';
import { changesOf } from './changes-of.ts';

const before: Objects = {
  realm: { bruteForceProtected: false, sslRequired: 'external' },
  'client/portal': {
    clientId: 'portal',
    redirectUris: ['https://a.example/*', 'https://b.example/*'],
    serviceAccountsEnabled: true,
    defaultClientScopes: ['basic', 'email'],
    secret: '‹masked›',
    protocolMappers: { email: { protocolMapper: 'm', config: { 'claim.name': 'email' } } },
    attributes: { 'post.logout.redirect.uris': ['+'] },
  },
  'client-role/portal:reader': { name: 'reader' },
  'role/member': { name: 'member' },
};
const portal = before['client/portal'] as Readonly<Record<string, never>>;
const withPortal = (change: object): Objects => ({ ...before, 'client/portal': { ...portal, ...change } });

/** What is told when `now` is held against the announced changes: both directions, in words. */
const told = (
  now: Objects,
  changes: readonly ExpectedChange[],
  unreadable: readonly { kind: 'role'; what: string; needs: string }[] = [],
) => {
  const side = { ids: {}, ambiguous: [] };
  const comparison = compare({ objects: before, unreadable: [], ...side }, { objects: now, unreadable: [...unreadable], ...side });
  const held = hold(comparison, before, now, changesOf('lab', changes, ['lab']), () => undefined);
  return {
    unexpected: held.lines.flatMap(({ unexpected }) => (unexpected ? [inWords(unexpected)] : [])),
    broken: held.broken.map(({ kind, words }) => `${kind}: ${words}`),
    unseen: held.unseen.map((change) => change.object),
  };
};
const nothing = { unexpected: [], broken: [], unseen: [] };

describe('a change that was made as announced is no surprise', () => {
  const both = withPortal({ redirectUris: ['https://b.example/*', 'https://c.example/*'] });
  test.each<[string, Objects, ExpectedChange[]]>([
    ['nothing announced, nothing changed', before, []],
    [
      'a member that came and one that went',
      both,
      [client('portal').redirectUris.adds('https://c.example/*'), client('portal').redirectUris.removes('https://a.example/*')],
    ],
    ['the list as a whole, in any order', both, [client('portal').redirectUris.becomes(['https://c.example/*', 'https://b.example/*'])]],
    [
      'a value of the realm',
      { ...before, realm: { bruteForceProtected: true, sslRequired: 'external' } },
      [realm('lab').bruteForceProtected.becomes(true, { from: false })],
    ],
    ['a value that was not there', withPortal({ baseUrl: '/x' }), [client('portal').baseUrl.isAdded()]],
    ['an object', { ...before, 'client-scope/x': { protocol: 'openid-connect' } }, [clientScope('x').isAdded()]],
    ['an object and what belongs to it', without(before, 'client/portal', 'client-role/portal:reader'), [client('portal').isRemoved()]],
    ['a mapper', withPortal({ protocolMappers: {} }), [client('portal').mapper('email').isRemoved()]],
    [
      'a value deep inside',
      withPortal({ protocolMappers: { email: { protocolMapper: 'm', config: { 'claim.name': 'mail' } } } }),
      [client('portal').mapper('email').attribute('config.claim.name').becomes('mail')],
    ],
    [
      'a list that is kept as text',
      withPortal({ attributes: { 'post.logout.redirect.uris': ['+', 'https://x.example/'] } }),
      [client('portal').postLogoutRedirectUris.adds('https://x.example/')],
    ],
    ['whatever happens to an object', both, [client('portal').changes()]],
    [
      'what the server adds when the client is saved',
      withPortal({ baseUrl: '/x', defaultClientScopes: ['basic', 'email', 'service_account'] }),
      [client('portal').baseUrl.becomes('/x')],
    ],
    [
      'what the console writes when a realm is saved',
      { ...before, realm: { bruteForceProtected: true, sslRequired: 'external', scimApiEnabled: false, clientSessionIdleTimeout: 0 } },
      [realm('lab').bruteForceProtected.becomes(true)],
    ],
  ])('%s', (_name, now, changes) => expect(told(now, changes)).toEqual(nothing));
});

describe('a change that nobody announced shows', () => {
  test.each<[string, Objects, ExpectedChange[], string]>([
    [
      'a second member beside the announced one',
      withPortal({ redirectUris: ['*', 'https://a.example/*', 'https://b.example/*', 'https://c.example/*'] }),
      [client('portal').redirectUris.adds('https://c.example/*')],
      'client/portal: redirectUris: + *',
    ],
    [
      'another attribute',
      withPortal({ baseUrl: '/x', rootUrl: 'https://evil.example' }),
      [client('portal').baseUrl.becomes('/x')],
      'client/portal: rootUrl was set to https://evil.example',
    ],
    [
      'a role beside the announced change of its client',
      { ...withPortal({ baseUrl: '/x' }), 'client-role/portal:admin': {} },
      [client('portal').baseUrl.becomes('/x')],
      'client-role/portal:admin was added',
    ],
    [
      'a scope of a client that nobody announced to be saved',
      { ...withPortal({ defaultClientScopes: ['basic', 'email', 'service_account'] }), 'role/new': {} },
      [role('new').isAdded()],
      'client/portal: defaultClientScopes: + service_account',
    ],
    [
      "another scope that comes with the server's own",
      withPortal({ baseUrl: '/x', defaultClientScopes: ['admin', 'basic', 'email', 'service_account'] }),
      [client('portal').baseUrl.becomes('/x')],
      'client/portal: defaultClientScopes: + admin, + service_account',
    ],
    [
      "a scope that went with the server's own",
      withPortal({ baseUrl: '/x', defaultClientScopes: ['basic', 'service_account'] }),
      [client('portal').baseUrl.becomes('/x')],
      'client/portal: defaultClientScopes: + service_account, - email',
    ],
    [
      'an attribute whose name begins like the announced one',
      withPortal({ baseUrl: '/x', baseUrlOfOld: '/y' }),
      [client('portal').baseUrl.becomes('/x')],
      'client/portal: baseUrlOfOld was set to /y',
    ],
    [
      'an object that changed where one was announced to come',
      { ...before, 'role/member': { name: 'member', description: 'x' }, 'role/auditor': {} },
      [role('auditor').isAdded()],
      'role/member: description was set to x',
    ],
  ])('%s', (_name, now, changes, line) => expect(told(now, changes)).toEqual({ ...nothing, unexpected: [line] }));
});

describe('an announced change that nobody made is told', () => {
  test.each<[string, Objects, ExpectedChange, string]>([
    [
      'not at all',
      before,
      client('portal').redirectUris.adds('https://c.example/*'),
      'missing: client/portal: redirectUris adds https://c.example/*: it has no https://c.example/*',
    ],
    [
      'before already',
      before,
      client('portal').redirectUris.adds('https://a.example/*'),
      'missing: client/portal: redirectUris adds https://a.example/*: it had https://a.example/* before already',
    ],
    [
      'a member that is still there',
      before,
      client('portal').redirectUris.removes('https://a.example/*'),
      'missing: client/portal: redirectUris removes https://a.example/*: it still has https://a.example/*',
    ],
    [
      'a value that is still the old one',
      before,
      realm('lab').bruteForceProtected.becomes(true),
      'missing: realm: bruteForceProtected becomes true: it is still false',
    ],
    [
      'another value',
      { ...before, realm: { bruteForceProtected: false, sslRequired: 'none' } },
      realm('lab').sslRequired.becomes('all'),
      'otherwise: realm: sslRequired becomes all: it is none now',
    ],
    [
      'from another value than announced',
      { ...before, realm: { bruteForceProtected: false, sslRequired: 'all' } },
      realm('lab').sslRequired.becomes('all', { from: 'none' }),
      'otherwise: realm: sslRequired becomes all (it was none): it was external before',
    ],
    ['an object that did not come', before, clientScope('x').isAdded(), 'missing: client-scope/x is added: it is not there'],
    ['an object that is still there', before, role('member').isRemoved(), 'missing: role/member is removed: it is still there'],
    ['any change', before, client('portal').changes(), 'missing: client/portal: it did not change'],
    [
      'of a client that does not exist',
      before,
      client('portl').enabled.becomes(true),
      'unknown object: client/portl: enabled becomes true: there is no client/portl, neither before nor now (is client/portal meant?)',
    ],
    [
      'of a realm that nobody looks at',
      before,
      object('role/member', { realm: 'typo' }).changes(),
      'unknown object: realm/typo/role/member: there is no realm/typo/role/member, neither before nor now',
    ],
  ])('%s', (_name, now, change, words) => expect(told(now, [change])).toEqual({ ...nothing, broken: [words] }));
});

describe('what is announced to come or go, and only changed', () => {
  const changed = { ...before, 'role/member': { name: 'member', description: 'x' } };
  test.each([
    ['come', role('member').isAdded(), 'missing: role/member is added: it was there before'],
    ['go', role('member').isRemoved(), 'missing: role/member is removed: it is still there'],
  ])('%s', (_name, change, broken) =>
    expect(told(changed, [change])).toEqual({ ...nothing, unexpected: ['role/member: description was set to x'], broken: [broken] }),
  );
  test('a mapper that was announced to come, and went', () =>
    expect(
      told(withPortal({ protocolMappers: {} }), [
        { object: 'client/portal', attribute: 'protocolMappers', change: { op: 'adds', value: 'email' } },
      ]),
    ).toEqual({
      ...nothing,
      unexpected: ['client/portal: protocolMappers.email was removed; it was {"config":{"claim.name":"email"},"protocolMapper":"m"}'],
      broken: ['missing: client/portal: protocolMappers adds email: it has no email'],
    }));
});

describe('an object that came by being renamed', () => {
  const { 'client/portal': _portal, 'client-role/portal:reader': _reader, ...rest } = before;
  const now: Objects = {
    ...rest,
    'client/entrance': { ...portal, clientId: 'entrance' },
    'client-role/entrance:reader': { name: 'reader' },
  };
  const held = (...changes: readonly ExpectedChange[]) => {
    const side = { ambiguous: [], unreadable: [] };
    const comparison = compare(
      { objects: before, ids: { 'client/portal': '1', 'client-role/portal:reader': '2' }, ...side },
      { objects: now, ids: { 'client/entrance': '1', 'client-role/entrance:reader': '2' }, ...side },
    );
    const { lines, broken } = hold(comparison, before, now, changes, () => undefined);
    return { unexpected: lines.flatMap(({ unexpected }) => (unexpected ? [inWords(unexpected)] : [])), broken };
  };
  test('is announced by both names', () =>
    expect(held(client('entrance').isAdded(), client('portal').isRemoved())).toEqual({ unexpected: [], broken: [] }));
  test('is a surprise where only its coming is announced: who had the old name lost it', () =>
    expect(held(client('entrance').isAdded())).toEqual({
      unexpected: [
        'client-role/entrance:reader was renamed; it was client-role/portal:reader',
        'client/entrance was renamed; it was client/portal',
      ],
      broken: [],
    }));
});

describe('an object that is announced to change, and', () => {
  test.each<[string, Objects, ExpectedChange[], string[]]>([
    ['is gone', without(before, 'role/member'), [role('member').changes()], ['role/member was removed']],
    ['was not there', { ...before, 'role/auditor': {} }, [role('auditor').changes()], ['role/auditor was added']],
    ['is gone, whatever happens to it', without(before, 'role/member'), [{ object: 'role/member' }], []],
  ])('%s', (_name, now, changes, unexpected) => expect(told(now, changes)).toEqual({ ...nothing, unexpected }));
});

test('what was announced to go from a list, and was not in it', () =>
  expect(told(before, [client('portal').redirectUris.removes('https://z.example/*')]).broken).toEqual([
    'missing: client/portal: redirectUris removes https://z.example/*: it had no https://z.example/* before',
  ]));

test('what did not change is missing, whatever it was announced to have been', () =>
  expect(told(before, [realm('lab').sslRequired.becomes('all', { from: 'none' })]).broken).toEqual([
    'missing: realm: sslRequired becomes all (it was none): it is still external',
  ]));

test('a client stands for its roles, though there is none of that name', () =>
  expect(told({ ...before, 'client-role/ghost:reader': {} }, [client('ghost').changes()])).toEqual(nothing));

test('what could be seen of a kind that was not read as a whole is judged', () =>
  expect(
    told(
      { ...before, 'role/member': { name: 'member', description: 'x' } },
      [role('member').attribute('description').becomes('y')],
      [{ kind: 'role', what: 'GET /roles', needs: 'view-realm' }],
    ).broken,
  ).toEqual(['otherwise: role/member: description becomes y: it is x now']));

test('a secret that Keycloak does not show: nobody can see whether it changed', () =>
  expect(told(before, [client('portal').secret.changes()])).toEqual({ ...nothing, unseen: ['client/portal'] }));

test('what could not be read is neither done nor missing, and nothing of it was removed', () =>
  expect(
    told(without(before, 'role/member'), [role('auditor').isAdded()], [{ kind: 'role', what: 'GET /roles', needs: 'view-realm' }]),
  ).toEqual({ ...nothing, unseen: ['role/auditor'] }));

test("the claims of tokens, and the server's own configuration, are held elsewhere", () => {
  expect(told(before, [{ object: 'token/portal', attribute: 'groups' }])).toEqual(nothing);
  expect(told(before, [server('container/keycloak').env('KC_LOG_LEVEL').becomes('info')])).toEqual(nothing);
});

test('what no check looks at does not pass for done', () =>
  expect(told(before, [{ object: 'realm/lab/container/keycloak', attribute: 'image' }, object('pod/keycloak').changes()])).toEqual({
    ...nothing,
    broken: [
      'unknown object: container/keycloak: image: there is no container/keycloak, neither before nor now',
      'unknown object: pod/keycloak: there is no pod/keycloak, neither before nor now',
    ],
  }));

function without(objects: Objects, ...names: readonly string[]): Objects {
  return Object.fromEntries(Object.entries(objects).filter(([name]) => !names.includes(name)));
}
