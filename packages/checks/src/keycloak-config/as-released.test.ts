import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { client, Environment, Release, server, token } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { AdminEvents } from './admin-events/collector.ts';
import { configurationAsReleased } from './as-released.ts';
import { changesOf } from './expected/changes-of.ts';
import newRecorded from './fixtures/lab-26.7.4.json' with { type: 'json' };
import oldRecorded from './fixtures/lab-26.4.0.json' with { type: 'json' };
import { RealmConfiguration } from './evidence.ts';

const { check } = configurationAsReleased;
const before = RealmConfiguration.parse(oldRecorded);
const upgraded = RealmConfiguration.parse(newRecorded);

const noEvents: AdminEvents = {
  realm: 'lab',
  until: '2026-11-23T21:00:00.000Z',
  why: 'the realm does not save admin events',
  events: [],
  cut: false,
};
const judge = (now: RealmConfiguration, words: object = {}, events: AdminEvents = noEvents, eventsBefore?: AdminEvents) =>
  check.judge(
    { before, now, events, ...(eventsBefore ? { eventsBefore } : {}) },
    check.expects.parse({ upgrade: { from: '26.4.0', to: '26.7.4' }, ...words }),
    {
      about: 'lab',
      now: '2026-11-23T22:00:00Z',
    },
  );

const portal = before.objects['client/portal'];
if (!isObject(portal)) throw new Error('The recorded realm has the client portal.');
const withPortal = (change: object): RealmConfiguration => ({
  ...upgraded,
  objects: { ...upgraded.objects, 'client/portal': { ...portal, ...change } },
});
const announced = { object: 'client/portal', attribute: 'redirectUris', why: 'the portal moves' };

test('nothing but what the upgrade does by itself', () => {
  const judgement = judge(upgraded);
  expect(judgement.findings).toEqual([]);
  expect(judgement.facts).toEqual([
    { name: 'objects compared', value: Object.keys(upgraded.objects).length },
    { name: 'secrets of which only their being there can be compared', value: 13 },
    { name: 'who changed what is not known', value: 'the realm does not save admin events' },
    { name: 'changes that the release announces', value: 0 },
    { name: 'changes that the upgrade makes by itself', value: 13 },
  ]);
});

test('without an upgrade nothing is explained away', () => expect(judge(upgraded, { upgrade: undefined }).findings).toHaveLength(13));

test('an announced change that was made', () => {
  const judgement = judge(withPortal({ redirectUris: ['https://new.example/*'] }), { changes: [announced] });
  expect(judgement.findings).toEqual([]);
  expect(judgement.exhibits?.[0]).toMatchObject({ kind: 'diff', title: 'What changed' });
});

test('a change that nobody announced', () =>
  expect(judge(withPortal({ redirectUris: ['https://a.example/*', 'https://b.example/*', '*'] })).findings).toEqual([
    {
      code: 'keycloak-config/UNEXPECTED_CHANGE',
      title: 'The configuration changed in a way that the release does not announce',
      severity: 'fail',
      subject: 'realm/lab/client/portal#redirectUris',
      message: 'client/portal: redirectUris: + *.',
      remedy: 'Ask who changed it: undo it, or add it to the expectedChanges of the release.',
    },
  ]));

test('who made a change that nobody announced, where Keycloak kept it', () => {
  const by = {
    at: '2026-11-23T20:30:00.000Z',
    operation: 'UPDATE',
    path: `clients/${before.ids['client/portal']}`,
    userId: 'user-1a2b3c4d',
  };
  const { why: _none, ...seen } = noEvents;
  expect(judge(withPortal({ enabled: false }), {}, { ...seen, events: [by] }).findings.map(({ message }) => message)).toEqual([
    'client/portal: enabled was true and is false (last changed by user-1a2b3c4d at 2026-11-23T20:30:00.000Z).',
  ]);
});

test('unannounced changes that no admin event tells of are counted, where events are kept', () => {
  const { why: _none, ...seen } = noEvents;
  expect(judge(withPortal({ enabled: false, consentRequired: true }), {}, seen).facts).toContainEqual({
    name: 'unannounced changes that no admin event tells of',
    value: 2,
  });
});

describe('what a comparison cannot show', () => {
  const { why: _none, ...seen } = noEvents;
  /** What is found where the record of before ends at nine, and this was done at half past. */
  const done = (
    operation: string,
    path: string,
    { now = upgraded, words = {}, ...more }: { now?: RealmConfiguration; words?: object; roles?: string[] } = {},
  ) =>
    judge(
      now,
      words,
      { ...seen, events: [{ at: '2026-11-23T21:30:00.000Z', operation, path, userId: 'user-1a2b3c4d', ...more }] },
      seen,
    ).findings.map(({ code, severity, subject, message }) => [code.split('/')[1], severity, subject, message]);
  const id = (object: string): string => before.ids[object] ?? '';

  test('an object that was deleted and made anew, alike by name', () =>
    expect(judge({ ...upgraded, ids: { ...upgraded.ids, 'client/portal': 'another-id' } }).findings).toMatchObject([
      {
        code: 'keycloak-config/RECREATED',
        severity: 'fail',
        subject: 'realm/lab/client/portal',
        message: 'client/portal was deleted and made anew.',
      },
    ]));
  test('and with the old id, where an admin event tells', () =>
    expect(done('DELETE', `clients/${id('client/portal')}`)).toEqual([
      [
        'RECREATED',
        'fail',
        'realm/lab/client/portal',
        'client/portal was deleted and made anew (deleted by user-1a2b3c4d at 2026-11-23T21:30:00.000Z).',
      ],
    ]));
  test('one that the release announces as a whole may be made anew', () =>
    expect(
      done('DELETE', `clients/${id('client/portal')}`, { words: { changes: [{ object: 'client/portal', why: 'made anew' }] } }),
    ).toEqual([]));
  test('a secret that was made anew', () =>
    expect(done('ACTION', `clients/${id('client/lab-apache')}/client-secret`)).toEqual([
      [
        'SECRET_RENEWED',
        'fail',
        'realm/lab/client/lab-apache#secret',
        'client/lab-apache: its secret was made anew by user-1a2b3c4d at 2026-11-23T21:30:00.000Z.',
      ],
    ]));
  test('one that the release announces was seen to happen', () =>
    expect(
      done('ACTION', `clients/${id('client/lab-apache')}/client-secret`, {
        words: { changes: [client('lab-apache').secret.changes({ because: 'rotated' })] },
      }),
    ).toEqual([]));
  test('one of which the release announces something else is not announced', () =>
    expect(
      done('ACTION', `clients/${id('client/lab-apache')}/client-secret`, {
        words: { changes: [{ object: 'client/lab-apache', attribute: 'redirectUris' }] },
      }).map(([code]) => code),
    ).toEqual(['SECRET_RENEWED', 'CHANGE_MISSING']));
  test('something was saved that holds a secret', () =>
    expect(done('UPDATE', 'identity-provider/instances/lab-idp')).toEqual([
      [
        'SECRET_PERHAPS_CHANGED',
        'warn',
        'realm/lab/identity-provider/lab-idp#config.clientSecret',
        'identity-provider/lab-idp was saved by user-1a2b3c4d at 2026-11-23T21:30:00.000Z, and nothing that can be seen of it changed: config.clientSecret may be another one.',
      ],
    ]));
  test('a client that was saved, of which nothing shows, is told beside it', () => {
    const event = {
      at: '2026-11-23T21:30:00.000Z',
      operation: 'UPDATE',
      path: `clients/${id('client/lab-apache')}`,
      userId: 'user-1a2b3c4d',
    };
    const { findings, facts } = judge(upgraded, {}, { ...seen, events: [event] }, seen);
    expect(findings).toEqual([]);
    expect(facts).toContainEqual({
      name: 'may be another one: client/lab-apache was saved by user-1a2b3c4d at 2026-11-23T21:30:00.000Z, and nothing that can be seen of it changed',
      value: 'secret',
    });
  });
  test('who may administer the realm since', () =>
    expect(
      done('CREATE', `users/user-99999999/role-mappings/clients/${id('client/realm-management')}`, {
        roles: ['manage-users', 'view-users'],
      }),
    ).toEqual([
      [
        'ADMINISTRATOR_MADE',
        'warn',
        'realm/lab/client-role/realm-management:manage-users',
        'The user user-99999999 was given the role realm-management:manage-users by user-1a2b3c4d at 2026-11-23T21:30:00.000Z.',
      ],
    ]));
  test('what was done before the record of before is none of it', () =>
    expect(
      judge(
        upgraded,
        {},
        { ...seen, events: [{ at: '2026-11-23T20:30:00.000Z', operation: 'DELETE', path: `clients/${id('client/portal')}` }] },
        seen,
      ).findings,
    ).toEqual([]));
  test('where there were more events than are read, that is said', () => {
    const at = (time: string) => ({ at: time, operation: 'UPDATE', path: 'something' });
    const facts = (time: string) => judge(upgraded, {}, { ...seen, cut: true, events: [at(time)] }, seen).facts ?? [];
    expect(facts('2026-11-23T21:30:00.000Z')).toContainEqual({
      name: 'admin events that were read',
      value: 'the newest 1, and there were more since the record of before',
    });
    expect(facts('2026-11-23T20:30:00.000Z').map(({ name }) => name)).not.toContain('admin events that were read');
  });
  test('that users were signed out is no change', () => {
    const { realm } = upgraded.objects;
    if (!isObject(realm)) throw new Error('The recorded realm has settings.');
    const signedOut = { ...realm, notBefore: Date.parse('2026-11-23T21:30:00Z') / 1_000 };
    expect(judge({ ...upgraded, objects: { ...upgraded.objects, realm: signedOut } }).findings).toEqual([]);
    expect(judge({ ...upgraded, objects: { ...upgraded.objects, realm: { ...signedOut, notBefore: 4e9 } } }).findings).toHaveLength(1);
  });
});

test('an announced change that nobody made', () =>
  expect(judge(upgraded, { changes: [announced] }).findings).toMatchObject([
    {
      code: 'keycloak-config/CHANGE_MISSING',
      subject: 'realm/lab/client/portal#redirectUris',
      message: 'client/portal: redirectUris: it did not change (announced: the portal moves).',
    },
  ]));

test('what happened otherwise, what is of nothing, and what nobody can see, have codes of their own', () =>
  expect(
    judge(withPortal({ redirectUris: ['https://other.example/*'] }), {
      changes: [
        client('portal').redirectUris.becomes(['https://new.example/*']),
        client('portl').enabled.becomes(false),
        client('lab-apache').secret.changes({ because: 'rotated' }),
      ],
    }).findings.map(({ code, severity, subject, message }) => ({ code, severity, subject, message })),
  ).toEqual([
    {
      code: 'keycloak-config/CHANGE_OTHERWISE',
      severity: 'fail',
      subject: 'realm/lab/client/portal#redirectUris',
      message: 'client/portal: redirectUris becomes ["https://new.example/*"]: it is ["https://other.example/*"] now.',
    },
    {
      code: 'keycloak-config/CHANGE_UNKNOWN_OBJECT',
      severity: 'fail',
      subject: 'realm/lab/client/portl#enabled',
      message: 'client/portl: enabled becomes false: there is no client/portl, neither before nor now (is client/portal meant?).',
    },
    {
      code: 'keycloak-config/CHANGE_UNVERIFIABLE',
      severity: 'warn',
      subject: 'realm/lab/client/lab-apache#secret',
      message: 'client/lab-apache: secret: nobody can see whether it happened.',
    },
  ]));

test('what is of one application stands together in the report', () =>
  expect(
    judge(withPortal({ enabled: false }), { upgrade: undefined, applications: [{ id: 'entrance', clientId: 'portal' }] }).exhibits,
  ).toMatchObject([
    {
      kind: 'diff',
      title: 'What changed for the application entrance',
      entries: [{ path: 'client/portal: enabled', before: 'true', after: 'false' }],
    },
    { kind: 'diff', title: 'What changed' },
    { kind: 'text', title: 'Secrets of which only their being there can be compared (13)' },
    { kind: 'table', topic: 'impact', title: 'Who is touched' },
    { kind: 'graph', topic: 'impact' },
  ]));

describe('an announced change that no check of the environment looks at', () => {
  const unheld = (object: string) => ({ unheld: [{ change: { object, attribute: 'groups' }, why: 'nobody may' }] });
  test('is told, where there is such a client', () =>
    expect(judge(upgraded, unheld('token/portal')).findings).toMatchObject([
      {
        code: 'keycloak-config/CHANGE_UNVERIFIABLE',
        severity: 'warn',
        subject: 'realm/lab/token/portal#groups',
        message: 'token/portal: groups: nobody looks whether it happened, as nobody may.',
      },
    ]));
  test('is a mistake of the release, where there is none', () =>
    expect(judge(upgraded, unheld('token/portl')).findings).toMatchObject([
      {
        code: 'keycloak-config/CHANGE_UNKNOWN_OBJECT',
        severity: 'fail',
        subject: 'realm/lab/token/portl#groups',
        message: 'token/portl: groups: there is no client/portl, neither before nor now.',
      },
    ]));
  const environment = Environment.parse({
    id: 'acc',
    title: 'Acceptance',
    keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['lab', 'other'] },
    gate: { admin: { realm: 'lab', clientId: 'release-gate', secret: { secret: 'variable', name: 'SECRET' } } },
  });
  const release = Release.parse({
    id: 'r1',
    title: 'R',
    description: 'D',
    environments: ['acc'],
    keycloak: { from: '26.7.4', to: '26.7.4' },
    rollback: { plan: 'A', reason: 'R' },
    impact: 'I',
    expectedChanges: [
      token('portl').gains('groups'),
      token('portl', { realm: 'other' }).gains('groups'),
      token('portl', { realm: 'typo' }).gains('groups'),
      server('container/keycloak').env('KC_LOG_LEVEL').becomes('DEBUG'),
      client('portal').changes(),
    ],
  });
  const Unheld = z.array(z.object({ change: z.object({ object: z.string() }), why: z.string() }));
  test('is of the realm that it names, else of the first', () => {
    const of = (realm: string) =>
      z
        .object({ unheld: Unheld })
        .parse(check.expected({ suite: 'post-deploy', environment, release }, realm))
        .unheld.map(({ change, why }) => `${change.object}: ${why}`);
    const why = 'no application of this environment has this client and a test user';
    expect(of('lab')).toEqual([
      `token/portl: ${why}`,
      `realm/typo/token/portl: ${why}`,
      'container/keycloak: this environment names no workload in Kubernetes',
    ]);
    expect(of('other')).toEqual([`realm/other/token/portl: ${why}`]);
  });
});

test('announcing one attribute does not cover another', () =>
  expect(
    judge(withPortal({ redirectUris: ['https://new.example/*'], fullScopeAllowed: false }), { changes: [announced] }).findings,
  ).toMatchObject([{ code: 'keycloak-config/UNEXPECTED_CHANGE', subject: 'realm/lab/client/portal#fullScopeAllowed' }]));

test('announcing a client covers it as a whole, with its roles', () => {
  const { 'client/portal': _gone, ...objects } = upgraded.objects;
  const now = {
    ...upgraded,
    objects: { ...objects, 'client-role/portal:reader': { name: 'reader' }, 'client-role/portal2:reader': { name: 'reader' } },
  };
  expect(judge(now, { changes: [{ object: 'client/portal', why: 'taken out of service' }] }).findings).toMatchObject([
    { code: 'keycloak-config/UNEXPECTED_CHANGE', subject: 'realm/lab/client-role/portal2:reader' },
  ]);
});

test('several objects of one name are told: which of them is which, nobody can say', () =>
  expect(judge({ ...upgraded, ambiguous: ['component/KeyProvider/rsa'] }).findings).toMatchObject([
    {
      code: 'keycloak-config/AMBIGUOUS',
      severity: 'warn',
      subject: 'realm/lab/component/KeyProvider/rsa',
      message: 'Several objects have the name component/KeyProvider/rsa.',
    },
  ]));

test('a realm that is gone', () =>
  expect(judge({ realm: 'lab', exists: false, objects: {}, ids: {}, ambiguous: [], unreadable: [] }).findings).toMatchObject([
    { code: 'keycloak-config/REALM_MISSING', subject: 'realm/lab' },
  ]));

describe('changes of several realms', () => {
  const changes = [
    { object: 'client/portal', why: '1' },
    { object: 'realm/other/client/wiki', why: '2' },
    { object: 'realm/typo/client/wiki', why: '3' },
  ];
  test('those without a realm, or of one that nobody looks at, are asked of the first', () =>
    expect(changesOf('lab', changes, ['lab', 'other']).map((each) => each.object)).toEqual(['client/portal', 'realm/typo/client/wiki']));
  test('those that name a realm are asked of that one', () =>
    expect(changesOf('other', changes, ['lab', 'other']).map((each) => each.object)).toEqual(['client/wiki']));
});

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
