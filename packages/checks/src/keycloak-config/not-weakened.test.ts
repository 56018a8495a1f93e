import type { ExpectedChange, Json } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RealmConfiguration } from './evidence.ts';
import lab264 from './fixtures/lab-26.4.0.json' with { type: 'json' };
import lab267 from './fixtures/lab-26.7.4.json' with { type: 'json' };
import master264 from './fixtures/master-26.4.0.json' with { type: 'json' };
import master267 from './fixtures/master-26.7.4.json' with { type: 'json' };
import { configurationNotWeakened } from './not-weakened.ts';
import { riskRules } from './risk/index.ts';
import { sampleRealm } from './risk/sample-realm.ts';
import { both, drop, found, set } from './risk/trial.ts';

const { check } = configurationNotWeakened;
const before = sampleRealm.objects;
const judge = (old: RealmConfiguration, now: RealmConfiguration, words: object = {}) =>
  check.judge({ before: old, now }, check.expects.parse(words), { about: now.realm, now: '2026-11-27T08:00:00Z' });

const opened = set('client/portal', ['redirectUris'], ['https://*', 'https://a.example/*', 'https://b.example/*']);

test('a change that nobody announced is told by its rule', () => {
  const judgement = judge(sampleRealm, { ...sampleRealm, objects: opened(before) });
  expect(judgement).toEqual({
    findings: [
      {
        code: 'keycloak-config/WEAKENED',
        title: 'A change made the configuration weaker',
        severity: 'fail',
        subject: 'realm/lab/client/portal#redirect-to-any-host',
        message:
          "A client sends its users, with their codes or tokens, to any host. client/portal: redirectUris: + https://*. A link that begins at Keycloak's own login page then ends at an attacker's, with the code in it.",
        remedy:
          'Take the address out of "Valid redirect URIs" and enter those of the application. Where it is wanted, announce it in the release\'s expectedChanges.',
        actual: { rule: 'redirect-to-any-host', changes: ['redirectUris: + https://*'] },
      },
    ],
    facts: [
      { name: 'rules that were applied', value: riskRules.length },
      { name: 'rules by which something was weak before already, and is', value: 9 },
    ],
  });
});

test('nothing changed, nothing is weaker', () => expect(judge(sampleRealm, sampleRealm).findings).toEqual([]));

test('an upgrade by itself makes nothing weaker', () => {
  const upgrade = { from: '26.4.0', to: '26.7.4' };
  const realms = [
    [lab264, lab267],
    [master264, master267],
  ] as const;
  expect(realms.flatMap(([old, now]) => judge(RealmConfiguration.parse(old), RealmConfiguration.parse(now), { upgrade }).findings)).toEqual(
    [],
  );
});

describe('what the release announces only warns', () => {
  const announced = (...changes: readonly ExpectedChange[]) =>
    found(before, opened(before), { changes }).map(({ code, severity }) => [code, severity]);

  test('an attribute', () =>
    expect(announced({ object: 'client/portal', attribute: 'redirectUris' })).toEqual([['keycloak-config/WEAKENED_AS_ANNOUNCED', 'warn']]));
  test('the object as a whole', () =>
    expect(announced({ object: 'client/portal' })).toEqual([['keycloak-config/WEAKENED_AS_ANNOUNCED', 'warn']]));
  test('the member of the list', () =>
    expect(announced({ object: 'client/portal', attribute: 'redirectUris', change: { op: 'adds', value: 'https://*' } })).toEqual([
      ['keycloak-config/WEAKENED_AS_ANNOUNCED', 'warn'],
    ]));
  test('but not another member', () =>
    expect(announced({ object: 'client/portal', attribute: 'redirectUris', change: { op: 'adds', value: 'https://c.example/*' } })).toEqual(
      [['keycloak-config/WEAKENED', 'fail']],
    ));
  test('nor another attribute, nor another client', () =>
    expect(announced({ object: 'client/portal', attribute: 'redirect' }, { object: 'client/portal2' })).toEqual([
      ['keycloak-config/WEAKENED', 'fail'],
    ]));

  test('what shows elsewhere stands as all that it can come of', () => {
    const old = set('group/staff', ['realmRoles'], ['auditor'])(before);
    const now = set('role/auditor', ['composites'], ['client-role/realm-management:manage-users'])(old);
    const told = (...changes: readonly ExpectedChange[]) =>
      found(old, now, { changes }).map(({ severity, subject }) => [subject, severity]);
    const subjects = [
      'realm/lab/group/staff#group-administers',
      'realm/lab/group/staff/helpdesk#group-administers',
      'realm/lab/role/auditor#role-administers',
    ];
    expect(told()).toEqual(subjects.map((subject) => [subject, 'fail']));
    expect(told({ object: 'role/auditor', attribute: 'composites' })).toEqual(subjects.map((subject) => [subject, 'warn']));
  });
});

describe('a client under another name', () => {
  const witness = before['client/release-gate-witness'] ?? {};
  const id = { 'client/witness': '1' };
  const renamed = (change: (objects: typeof before) => typeof before) => ({
    ...sampleRealm,
    ids: id,
    objects: change(both(drop('client/release-gate-witness'), set('client/witness', [], witness))(before)),
  });
  const old = { ...sampleRealm, ids: { 'client/release-gate-witness': '1' } };
  test('is the same one', () =>
    expect(
      judge(
        old,
        renamed((objects) => objects),
      ).findings,
    ).toEqual([]));
  test('and what it lost shows', () =>
    expect(judge(old, renamed(set('client/witness', ['publicClient'], true))).findings).toMatchObject([
      { severity: 'fail', subject: 'realm/lab/client/witness#public-client' },
    ]));
});

describe('where the public address has no encryption', () => {
  const words = { plainHttp: true };
  test('what is about encryption only tells', () => {
    const old = set('realm', ['sslRequired'], 'external')(before);
    expect(found(old, set('realm', ['sslRequired'], 'none')(old), words)).toMatchObject([
      { code: 'keycloak-config/WEAKENED_SLIGHTLY', severity: 'info' },
    ]);
  });
  test('all else counts', () =>
    expect(found(before, opened(before), words)).toMatchObject([{ code: 'keycloak-config/WEAKENED', severity: 'fail' }]));
});

describe('what was not read', () => {
  const unread = (kind: RealmConfiguration['unreadable'][number]['kind']): RealmConfiguration['unreadable'] => [
    { kind, what: 'a part', needs: 'view-realm' },
  ];
  const policy = 'component/ClientRegistrationPolicy/anonymous/Trusted Hosts';
  test('is neither gone', () =>
    expect(judge(sampleRealm, { ...sampleRealm, objects: drop(policy)(before), unreadable: unread('component') }).findings).toEqual([]));
  test('nor new', () => {
    const now = set('client/new', [], { clientId: 'new', redirectUris: ['*'] })(before);
    expect(judge({ ...sampleRealm, unreadable: unread('client') }, { ...sampleRealm, objects: now }).findings).toEqual([]);
  });
  test('and what is there on both sides is compared', () =>
    expect(judge(sampleRealm, { ...sampleRealm, objects: opened(before), unreadable: unread('client') }).findings).toHaveLength(1));
  test('nothing is concluded from roles that may bring along others', () => {
    const now = set('group/staff', ['realmRoles'], ['auditor'])(before);
    const admin = set('role/auditor', ['composites'], ['client-role/realm-management:realm-admin'])(now);
    const subjects = (unreadable: RealmConfiguration['unreadable']) =>
      judge({ ...sampleRealm, unreadable }, { ...sampleRealm, objects: admin }).findings.map(({ subject }) => subject);
    expect(subjects([])).toHaveLength(3);
    expect(subjects(unread('role'))).toEqual([]);
  });
});

test('a realm that is gone', () =>
  expect(judge(sampleRealm, { ...sampleRealm, exists: false, objects: {} }).findings).toMatchObject([
    { code: 'keycloak-config/REALM_MISSING', subject: 'realm/lab' },
  ]));

test('each finding has a subject of its own, in the order of the rules', () => {
  const now = both(
    set('realm', ['bruteForceProtected'], false),
    opened,
    set('client/lab-express', ['redirectUris'], ['*']),
    set('realm', ['accessTokenLifespan'], 7_200),
  )(before);
  expect(found(before, now).map(({ subject }) => subject)).toEqual([
    'realm/lab/client/lab-express#redirect-to-any-host',
    'realm/lab/client/portal#redirect-to-any-host',
    'realm/lab/realm#access-token-too-long',
    'realm/lab/realm#brute-force-off',
  ]);
});

const json: fc.Arbitrary<Json> = fc.jsonValue().map((value) => value as Json);
const place = fc.constantFrom(...Object.keys(before)).chain((object) => {
  const value = before[object];
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return fc.tuple(fc.constant(object), names.length === 0 ? fc.string() : fc.oneof(fc.constantFrom(...names), fc.string()));
});

test('whatever stands in a configuration: it is not weaker than itself, and no rule crashes on it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(place, json), { maxLength: 4 }), (changes) => {
      const now = both(...changes.map(([[object, name], value]) => set(object, [name], value)))(before);
      const same = structuredClone(now);
      expect(found(now, same)).toEqual([]);
      found(before, now);
      found(now, before);
    }),
    { numRuns: 30 },
  );
});

test('whether an upgrade that nobody recorded made something weaker, nobody knows', () => {
  const [old, now] = [RealmConfiguration.parse(master264), RealmConfiguration.parse(master267)];
  const console = set('client/security-admin-console', ['fullScopeAllowed'], false);
  const judged = (from: string) => judge({ ...old, objects: console(old.objects) }, now, { upgrade: { from, to: '26.7.4' } });
  expect(judged('25.0.6').findings.map(({ code }) => code)).toContain('keycloak-config/WEAKENED_BY_UPGRADE');
  expect(judged('25.1.0').findings.map(({ code }) => code)).not.toContain('keycloak-config/WEAKENED_BY_UPGRADE');
  expect(judged('25.1.0').gaps).toMatchObject([{ code: 'keycloak-config/UPGRADE_NOT_RECORDED' }]);
});
