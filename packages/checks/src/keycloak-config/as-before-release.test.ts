import { expect, test } from 'vitest';
import { configurationAsBeforeRelease } from './as-before-release.ts';
import { isObject } from './diff/same.ts';
import newRecorded from './fixtures/lab-26.7.4.json' with { type: 'json' };
import oldRecorded from './fixtures/lab-26.4.0.json' with { type: 'json' };
import { RealmConfiguration } from './evidence.ts';

const { check } = configurationAsBeforeRelease;
const before = RealmConfiguration.parse(oldRecorded);
const judge = (now: RealmConfiguration) => check.judge({ before, now }, {}, { about: 'lab', now: '2026-11-23T22:00:00Z' });

test('the same configuration', () => {
  const judgement = judge(before);
  expect(judgement.findings).toEqual([]);
  expect(judgement.facts).toContainEqual({ name: 'secrets of which only their being there can be compared', value: 13 });
  const [listed] = judgement.exhibits ?? [];
  expect(listed).toMatchObject({ kind: 'text', title: 'Secrets of which only their being there can be compared (13)' });
  expect(listed?.kind === 'text' ? listed.text : '').toMatch(/^client\/[^:]+: secret$/m);
});

test('a secret whose digest was made with another key than before is one that nobody can compare', () => {
  const portal = (digest: string): RealmConfiguration => ({
    ...before,
    objects: { ...before.objects, 'client/portal': { clientId: 'portal', secret: `‹secret ${digest.repeat(8)}:${digest.repeat(32)}›` } },
  });
  const { findings, facts } = check.judge({ before: portal('1'), now: portal('2') }, {}, { about: 'lab', now: '2026-11-23T22:00:00Z' });
  expect(findings).toEqual([]);
  expect(facts).toContainEqual({ name: 'secrets of which only their being there can be compared', value: 14 });
});

test('of several objects of one name nobody can tell whether one was made anew: they have no ids here', () =>
  expect(judge({ ...before, ambiguous: ['component/KeyProvider/rsa-generated'] }).findings).toMatchObject([
    {
      code: 'keycloak-config/AMBIGUOUS',
      severity: 'warn',
      subject: 'realm/lab/component/KeyProvider/rsa-generated',
      message: 'Several objects have the name component/KeyProvider/rsa-generated: whether one of them was made anew, nobody can tell.',
    },
  ]));

test('nothing is explained away: what an upgrade left behind shows', () => {
  const { findings } = judge(RealmConfiguration.parse(newRecorded));
  expect(findings).toHaveLength(14);
  expect(findings[4]).toEqual({
    code: 'keycloak-config/NOT_AS_BEFORE',
    title: 'The configuration is not what it was before the release',
    severity: 'fail',
    subject: 'realm/lab/client-scope/AuthnContextClassRef',
    message: 'client-scope/AuthnContextClassRef was added.',
    remedy: 'Restore what differs: in the admin console, or with the database (rollback plan B).',
  });
});

test('an object that was deleted and made again, alike by name', () =>
  expect(judge({ ...before, ids: { ...before.ids, 'client/portal': 'another-id' } }).findings).toMatchObject([
    {
      code: 'keycloak-config/RECREATED',
      subject: 'realm/lab/client/portal',
      message: 'client/portal has another id than before the release.',
    },
  ]));

test('users who were signed out meanwhile are told, and keep no rollback from being one', () => {
  const { realm } = before.objects;
  if (!isObject(realm)) throw new Error('The recorded realm has settings.');
  const at = Date.parse('2026-11-23T21:00:00Z') / 1_000;
  expect(judge({ ...before, objects: { ...before.objects, realm: { ...realm, notBefore: at } } }).findings).toMatchObject([
    { code: 'keycloak-config/NOT_AS_BEFORE', severity: 'info', subject: 'realm/lab/realm#notBefore' },
  ]);
});

test('a realm that is gone', () =>
  expect(judge({ realm: 'lab', exists: false, objects: {}, ids: {}, ambiguous: [], unreadable: [] }).findings).toMatchObject([
    { code: 'keycloak-config/REALM_MISSING' },
  ]));
