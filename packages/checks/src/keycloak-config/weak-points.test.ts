import { expect, test } from 'vitest';
import { RealmConfiguration } from './evidence.ts';
import recorded from './fixtures/lab-26.7.4.json' with { type: 'json' };
import { configurationWeakPoints } from './weak-points.ts';
import { set } from './risk/trial.ts';

const { check } = configurationWeakPoints;
const lab = RealmConfiguration.parse(recorded);
const judge = (now: RealmConfiguration, words: object = {}) =>
  check.judge({ now }, check.expects.parse(words), { about: 'lab', now: '2026-11-27T08:00:00Z' }).findings;

test('each rule tells once what is weak, of all objects', () => {
  const found = judge(lab);
  expect(found.map(({ severity, subject, actual }) => [subject, severity, actual])).toEqual(
    [
      ['pkce-not-enforced', 'client/portal'],
      ['full-scope', 'client/https://saml.example/metadata', 'client/portal', 'client/release-gate'],
      ['redirect-to-any-path', 'client/https://saml.example/metadata', 'client/portal'],
      ['refresh-token-reuse', 'realm'],
      ['password-policy-weaker', 'realm'],
      ['ssl-not-required', 'realm'],
      ['mail-not-verified', 'realm'],
      ['mail-not-encrypted', 'realm'],
      ['foreign-mail-trusted', 'identity-provider/lab-idp'],
    ].map(([rule = '', ...objects]) => [`realm/lab#${rule}`, 'warn', { rule, objects }]),
  );
  expect(found[0]).toEqual({
    code: 'keycloak-config/ALREADY_WEAK',
    title: 'The configuration has a weak point',
    severity: 'warn',
    subject: 'realm/lab#pkce-not-enforced',
    message:
      'A client may log in without PKCE, or with a weaker form of it: client/portal. An authorization code that is intercepted can then be redeemed by whoever intercepted it.',
    remedy: 'Set "PKCE Method" on the client\'s tab Advanced to S256.',
    actual: { rule: 'pkce-not-enforced', objects: ['client/portal'] },
  });
});

test('many objects are counted', () => {
  const many = Array.from({ length: 13 }, (_, index) => `client/app-${String(index).padStart(2, '0')}`);
  const now = many.reduce((objects, client) => set(client, ['implicitFlowEnabled'], true)(objects), lab.objects);
  expect(judge({ ...lab, objects: now }).find(({ subject }) => subject === 'realm/lab#implicit-flow')).toMatchObject({
    message:
      'A client may use the implicit flow: client/app-00, client/app-01, client/app-02, client/app-03, client/app-04, client/app-05, client/app-06, client/app-07, client/app-08, client/app-09 and 3 more. Tokens then stand in addresses, and so in histories, logs and Referer headers.',
    actual: { rule: 'implicit-flow', objects: many },
  });
});

test('as many as a message names are named to the last', () => {
  const some = ['client/app-1', 'client/app-2'];
  const now = some.reduce((objects, client) => set(client, ['implicitFlowEnabled'], true)(objects), lab.objects);
  expect(judge({ ...lab, objects: now }).find(({ subject }) => subject === 'realm/lab#implicit-flow')?.message).toContain(
    ': client/app-1, client/app-2. Tokens',
  );
});

test('where the public address has no encryption, it only tells', () =>
  expect(judge(lab, { plainHttp: true }).map(({ severity }) => severity)).toEqual(judge(lab).map(() => 'info')));

test('a kind that was not read has no weak points that anybody knows', () => {
  const unreadable = [{ kind: 'client' as const, what: 'the clients', needs: 'view-clients' }];
  expect(judge({ ...lab, unreadable }).filter(({ message }) => message.includes('client/'))).toEqual([]);
});

test('a realm that is gone', () =>
  expect(judge({ ...lab, exists: false, objects: {} })).toMatchObject([{ code: 'keycloak-config/REALM_MISSING' }]));
