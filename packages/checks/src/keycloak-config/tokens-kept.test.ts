import type { Json } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import oldRecorded from './fixtures/tokens-26.4.0.json' with { type: 'json' };
import newRecorded from './fixtures/tokens-26.7.4.json' with { type: 'json' };
import { tokensKept } from './tokens-kept.ts';
import { announcedClaims } from './tokens/announced.ts';
import { ApplicationTokens } from './tokens/application-tokens.ts';

const { check } = tokensKept;
const before = ApplicationTokens.parse(oldRecorded.express);
const upgraded = ApplicationTokens.parse(newRecorded.express);
const upgrade = { from: '26.4.0', to: '26.7.4' };

const judge = (now: ApplicationTokens, words: object = {}) =>
  check.judge({ before, now }, check.expects.parse({ upgrade, ...words }), { about: 'express', now: '2026-11-23T22:00:00Z' });

/** The same tokens with one claim of every document changed; undefined takes it away. */
const withClaim = (claim: string, value: Json | undefined): ApplicationTokens => ({
  ...upgraded,
  documents: Object.fromEntries(
    Object.entries(upgraded.documents).map(([name, { [claim]: _was, ...claims }]) => [
      name,
      value === undefined ? claims : { ...claims, [claim]: value },
    ]),
  ),
});

test('nothing but what the upgrade does by itself', () => {
  const judgement = judge(upgraded);
  expect(judgement.findings).toEqual([]);
  expect(judgement.facts).toEqual([
    { name: 'claims compared', value: 87 },
    { name: 'claims that the release announces', value: 0 },
    { name: 'claims that the upgrade changes by itself', value: 2 },
  ]);
});

test('without an upgrade, and after a rollback, nothing is explained away', () => {
  const lines = [
    'The claim address is gone from the ID token, access token and user info, with all optional scopes; it was {}.',
    'The claim scope in the access token, with all optional scopes was ["address","email","microprofile-jwt","openid","organization","phone","profile"] and is ["address","email","microprofile-jwt","openid","phone","profile"].',
  ];
  expect(
    judge(upgraded, { upgrade: undefined })
      .findings.map(({ message }) => message)
      .toSorted(),
  ).toEqual(lines);
  expect(judge(upgraded, { rolledBack: true }).findings).toHaveLength(2);
});

test('a claim that is gone', () =>
  expect(judge(withClaim('groups', undefined)).findings).toEqual([
    {
      code: 'keycloak-config/CLAIM_LOST',
      title: "An application's token has lost a claim",
      severity: 'fail',
      subject: 'application/express',
      message: 'The claim groups is gone from the ID token, access token and user info; it was ["staff"].',
      remedy:
        "Look at the mappers, scopes and roles of the application's client, and give the claim back. Where it is meant, announce it in the expectedChanges of the release: { object: 'token/lab-express', attribute: 'groups', why: '…' }.",
    },
  ]));

const again = '‹each time another›';

test('a claim that came, and one that says something else', () => {
  expect(judge(withClaim('realm_access', { roles: ['member'] })).findings).toMatchObject([
    {
      code: 'keycloak-config/CLAIM_GAINED',
      message: 'The claim realm_access is new in the ID token, access token and user info: {"roles":["member"]}.',
    },
  ]);
  expect(judge(withClaim('email', '‹attribute mail›')).findings).toMatchObject([
    {
      code: 'keycloak-config/CLAIM_CHANGED',
      message: 'The claim email in the ID token, access token and user info was ‹email› and is ‹attribute mail›.',
    },
  ]);
});

test('times and ids that are others each time say nothing; that one is gone does', () =>
  expect(judge(withClaim('sid', undefined)).findings).toMatchObject([{ code: 'keycloak-config/CLAIM_LOST' }]));

describe('what Keycloak 25 no longer tells', () => {
  const withIdToken = (claims: Readonly<Record<string, Json>>): ApplicationTokens => ({ ...before, documents: { 'ID token': claims } });
  const old = withIdToken({ sid: again, session_state: again, auth_time: again });
  const now = withIdToken({ sid: again });
  const lost = (between: object | undefined, is = now) =>
    check
      .judge({ before: old, now: is }, check.expects.parse({ upgrade: between }), { now: '2026-11-27T08:00:00Z' })
      .findings.map(({ message }) => /The claim (\w+)/.exec(message)?.[1]);
  test('is gone with the upgrade to it, and with no other', () => {
    expect(lost({ from: '24.0.5', to: '25.0.6' })).toEqual([]);
    expect(lost({ from: '24.0.5', to: '26.7.4' })).toEqual([]);
    expect(lost({ from: '25.0.6', to: '26.7.4' })).toEqual(['auth_time', 'session_state']);
    expect(lost({ from: '23.0.7', to: '24.0.5' })).toEqual(['auth_time', 'session_state']);
    expect(lost(undefined)).toEqual(['auth_time', 'session_state']);
  });
  test('and nothing else', () => expect(lost({ from: '24.0.5', to: '25.0.6' }, withIdToken({}))).toEqual(['sid']));
});

test('what an upgrade that nobody recorded may have done to a claim is not known', () => {
  const old = { ...before, documents: { 'ID token': { address: {} } } };
  const now = { ...before, documents: { 'ID token': {} } };
  const judged = (from: string) =>
    check.judge({ before: old, now }, check.expects.parse({ upgrade: { from, to: '26.7.4' } }), { now: '2026-11-27T08:00:00Z' });
  expect(judged('26.4.0')).not.toHaveProperty('gaps');
  expect(judged('26.5.0')).toMatchObject({ findings: [], gaps: [{ code: 'keycloak-config/UPGRADE_NOT_RECORDED' }] });
});

describe('an announced change', () => {
  const changes = [{ claim: 'groups', why: 'the portal moves to roles' }];
  test('that happened', () => {
    const judgement = judge(withClaim('groups', undefined), { changes });
    expect(judgement.findings).toEqual([]);
    expect(judgement.exhibits).toMatchObject([
      { kind: 'diff', entries: [{ path: 'groups (ID token, access token and user info)', note: 'the portal moves to roles' }, {}, {}] },
    ]);
  });
  test('that did not', () =>
    expect(judge(upgraded, { changes }).findings).toMatchObject([
      {
        code: 'keycloak-config/CHANGE_MISSING',
        subject: 'application/express',
        message: 'Its tokens are as before in groups, although the release announces a change (the portal moves to roles).',
      },
    ]));
  test('is none after a rollback', () => {
    expect(judge(upgraded, { changes, upgrade: undefined, rolledBack: true }).findings.map(({ code }) => code)).not.toContain(
      'keycloak-config/CHANGE_MISSING',
    );
    expect(judge(withClaim('groups', undefined), { changes, rolledBack: true }).findings.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('The claim groups is gone'),
    );
  });
  test('that went the other way', () =>
    expect(judge(withClaim('groups', undefined), { changes: [{ ...changes[0], op: 'is added' }] }).findings).toMatchObject([
      { code: 'keycloak-config/CLAIM_LOST' },
      { code: 'keycloak-config/CHANGE_MISSING' },
    ]));
});

test('a client that is gone', () =>
  expect(judge({ ...upgraded, clientExists: false, documents: {} }).findings).toMatchObject([{ code: 'keycloak-config/CLIENT_GONE' }]));

test('which application a release means', () => {
  const application = { realm: 'lab', clientId: 'lab-express' } as Parameters<typeof announcedClaims>[0];
  const of = (object: string) => announcedClaims(application, [{ object, attribute: 'groups', why: '1' }], ['lab', 'other']).length;
  expect(['token/lab-express', 'token/*', 'realm/lab/token/lab-express'].map(of)).toEqual([1, 1, 1]);
  expect(['token/lab-wiki', 'realm/other/token/lab-express', 'client/lab-express'].map(of)).toEqual([0, 0, 0]);
});

describe('the scope that 26.7 gives to every SAML client', () => {
  const mapper = { 'AuthnContextClassRef: AuthnContextClassRef': 'saml-authn-context-class-ref-mapper' };
  const assertion = (mappers: Readonly<Record<string, Json>>): ApplicationTokens => ({
    ...before,
    documents: { 'mappers of the assertion': mappers },
  });
  const gained = (mappers: Readonly<Record<string, Json>>, between: object | undefined = upgrade) =>
    check
      .judge({ before: assertion({}), now: assertion(mappers) }, check.expects.parse({ upgrade: between }), { now: '2026-11-27T08:00:00Z' })
      .findings.map(({ code, message }) => `${code} ${message}`);
  test('is no claim that nobody announced', () => expect(gained(mapper)).toEqual([]));
  test('and nothing else is', () => {
    const line = 'keycloak-config/CLAIM_GAINED The claim AuthnContextClassRef: AuthnContextClassRef is new in the mappers of the assertion';
    expect(gained(mapper, { from: '25.0.6', to: '26.4.0' })).toEqual([`${line}: saml-authn-context-class-ref-mapper.`]);
    expect(gained({ 'AuthnContextClassRef: AuthnContextClassRef': 'saml-hardcode-attribute-mapper' })).toEqual([
      `${line}: saml-hardcode-attribute-mapper.`,
    ]);
  });
});
