import { client, role } from '@keycloak-release-gate/core';
import type { ExpectedChange, Finding, Json } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import type { RealmConfiguration } from './evidence.ts';
import { configurationPromoted } from './promoted.ts';

const { check } = configurationPromoted;
const realm = (objects: Readonly<Record<string, Json>>): RealmConfiguration => ({
  realm: 'sso',
  exists: true,
  objects,
  ids: {},
  ambiguous: [],
  unreadable: [],
});
const at = (host: string): Readonly<Record<string, Json>> => ({
  realm: { sslRequired: 'external' },
  'client/portal': { clientId: 'portal', redirectUris: [`https://${host}/*`] },
});
const changes = [role('auditor').isAdded(), client('portal').redirectUris.adds('https://test.example/new/*')];
const proven = realm({
  ...at('test.example'),
  'client/portal': { clientId: 'portal', redirectUris: ['https://test.example/*', 'https://test.example/new/*'] },
  'role/auditor': { name: 'auditor' },
});
const here = realm(at('acc.example'));

interface Given {
  readonly there?: RealmConfiguration;
  readonly now?: RealmConfiguration;
  readonly announced?: readonly ExpectedChange[];
  readonly release?: { readonly id: string; readonly expectedChanges: readonly ExpectedChange[]; readonly verdict: string };
  readonly words?: object;
}
const judge = ({ there = proven, now = here, announced = changes, release, words = {} }: Given = {}): readonly Finding[] =>
  check.judge(
    {
      now,
      there: {
        environment: 'test',
        name: 'the snapshot of "test"',
        now: there,
        origins: { 'https://test.example': 'https://acc.example' },
        ...(release ? { release } : {}),
      },
    },
    check.expects.parse({ release: 'r', changes: announced, ...words }),
    { about: 'sso', now: '2026-11-23T22:00:00Z' },
  ).findings;
const told = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ code, subject, message }) => `${code} ${subject}: ${message}`);

test('what was proven there comes to the same configuration, at its own address', () => {
  expect(judge()).toEqual([]);
  expect(judge({ release: { id: 'r', expectedChanges: changes, verdict: 'pass' } })).toEqual([]);
});

test('a change that is not in place there', () =>
  expect(told(judge({ there: realm(at('test.example')) }))).toEqual([
    'keycloak-config/PROMOTED_UNPROVEN realm/sso/role/auditor: role/auditor is added: in test, it is not there.',
    'keycloak-config/PROMOTED_UNPROVEN realm/sso/client/portal#redirectUris: client/portal: redirectUris adds https://acc.example/new/*: in test, it has no https://acc.example/new/*.',
  ]));

test('another release, and other changes than were announced there', () => {
  const other = { id: 'q', expectedChanges: changes, verdict: 'pass' };
  expect(told(judge({ release: other }))).toEqual([
    'keycloak-config/PROMOTED_OTHER_RELEASE realm/sso: the snapshot of "test" is of the release "q", and "r" comes here.',
  ]);
  const fewer = { id: 'r', expectedChanges: changes.slice(0, 1), verdict: 'pass' };
  expect(told(judge({ release: fewer }))).toEqual([
    'keycloak-config/PROMOTED_OTHER_CHANGES realm/sso/client/portal#redirectUris: client/portal: redirectUris adds https://test.example/new/*: it was not announced when the release was proven in test.',
  ]);
});

test('a change that was taken out of the release since', () => {
  const more = { id: 'r', expectedChanges: [...changes, role('stray').isAdded()], verdict: 'pass' };
  const there = realm({ ...proven.objects, 'role/stray': { name: 'stray' } });
  expect(told(judge({ there, release: more }))).toEqual([
    'keycloak-config/PROMOTED_ON_OTHER_GROUND realm/sso/role/stray: Between test and here: role/stray was removed.',
  ]);
});

test('another configuration than was tried on: a warning, or a failure where the suite says so', () => {
  const now = realm({ ...here.objects, realm: { sslRequired: 'none' } });
  const [warned, failed] = [judge({ now }), judge({ now, words: { besides: 'fail' } })];
  expect(told(warned)).toEqual([
    'keycloak-config/PROMOTED_ON_OTHER_GROUND realm/sso/realm: Between test and here: realm: sslRequired was external and is none.',
  ]);
  expect([...warned, ...failed].map(({ severity }) => severity)).toEqual(['warn', 'fail']);
});

test('a change that is here already', () =>
  expect(told(judge({ now: realm({ ...here.objects, 'role/auditor': { name: 'auditor' } }) }))).toEqual([
    'keycloak-config/PROMOTED_ALREADY_HERE realm/sso/role/auditor: role/auditor is added: it is in place here already.',
  ]));

test('what is announced to go is gone there, if it is here still; a name that is nowhere proves nothing', () => {
  const now = realm({ ...here.objects, 'role/stray': { name: 'stray' } });
  expect(judge({ now, announced: [...changes, role('stray').isRemoved()] })).toEqual([]);
  expect(told(judge({ now, announced: [...changes, role('stry').isRemoved()] }))).toEqual([
    'keycloak-config/CHANGE_UNVERIFIABLE realm/sso/role/stry: role/stry is removed: nobody can see whether it is in place in test: it is not there, and nobody saw that it ever was.',
    'keycloak-config/PROMOTED_ON_OTHER_GROUND realm/sso/role/stray: Between test and here: role/stray was added.',
  ]);
});

test('what nobody can see is told', () =>
  expect(judge({ announced: [client('portal').enabled.changes()] }).map(({ code }) => code)).toContain(
    'keycloak-config/CHANGE_UNVERIFIABLE',
  ));

test('what the upgrade made there, and has not made here', () => {
  const there = realm({ ...proven.objects, realm: { sslRequired: 'external', maxSecondaryAuthFailures: 0 } });
  expect(judge({ there, words: { upgrade: { from: '26.4.0', to: '26.7.4' } } })).toEqual([]);
  expect(judge({ there }).map(({ code }) => code)).toEqual(['keycloak-config/PROMOTED_ON_OTHER_GROUND']);
});
