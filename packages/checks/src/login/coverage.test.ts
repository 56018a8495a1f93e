import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RealmConfiguration } from '../keycloak-config/evidence.ts';
import { everyClientCovered } from './coverage.ts';

// A realm of Keycloak 26.7.4, as it was read.
const realm = RealmConfiguration.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../keycloak-config/fixtures/lab-26.7.4.json'), 'utf8')),
);
const names = ['apache', 'express', 'express-local', 'single-page', 'service', 'consent', 'totp', 'brokered'];
const applications = names.map((id) => ({ id, client: `lab-${id}` }));
const gate = ['release-gate', 'release-gate-witness'];
const saml = 'https://saml.example/metadata';
const accepted = (client: string, expires = '2026-12-31T18:00:00+01:00') => ({
  client,
  expires,
  reason: 'It has no test user.',
  owner: 'Platform team',
});

const { check } = everyClientCovered;
const judge = (expected: object, now = realm) =>
  check.judge({ now }, check.expects.parse({ applications, gate, ...expected }), { now: '2026-11-23T21:00:00Z' });
const told = (...seen: Parameters<typeof judge>): string[] =>
  judge(...seen).findings.map(({ code, severity, subject, message }) => `${severity} ${code} ${subject}: ${message}`);

it('lists in one finding the clients that no application stands for, SAML ones too', () => {
  const { findings, facts } = judge({});
  expect(findings).toEqual([
    {
      code: 'login/CLIENTS_NOT_COVERED',
      title: 'People log in to clients that the gate does not try',
      severity: 'fail',
      subject: 'realm/lab',
      message: `Of 2 clients nobody knows whether people get in: ${saml}, portal.`,
      remedy: expect.stringContaining('notTested') as string,
      actual: [saml, 'portal'],
    },
  ]);
  expect(facts).toEqual([
    { name: 'clients that people log in to', value: 9 },
    { name: 'of them logged in to', value: 7 },
  ]);
});

it('a client that people log in to is not covered by a service alone, one that nobody sees pages of is', () => {
  const as = (client: object) => {
    const [before] = Object.entries(realm.objects).flatMap(([key, object]) => (key === 'client/lab-express' ? [object] : []));
    return { ...realm, objects: { ...realm.objects, 'client/lab-express': { ...(before as object), ...client } } };
  };
  const service = [...applications.filter(({ id }) => id !== 'express'), { id: 'express', client: 'lab-express', service: true }];
  const listed = (client: object): unknown => judge({ applications: service }, as(client)).findings[0]?.actual;
  expect(listed({ serviceAccountsEnabled: true, standardFlowEnabled: true })).toContain('lab-express');
  expect(listed({ serviceAccountsEnabled: true, standardFlowEnabled: false, directAccessGrantsEnabled: true })).not.toContain(
    'lab-express',
  );
});

it('leaves out what is accepted, until the day of its expiry', () => {
  expect(told({ notTested: [accepted(saml), accepted('portal')] })).toEqual([]);
  expect(told({ notTested: [accepted(saml), accepted('portal', '2026-11-01T18:00:00+01:00')] })).toEqual([
    'fail login/ACCEPTANCE_EXPIRED client/portal: That nobody logs in to "portal" was accepted by Platform team until 2026-11-01T18:00:00+01:00.',
  ]);
});

it('shows who accepted what, and what is accepted for nothing', () => {
  const { exhibits } = judge({ notTested: [accepted(saml), accepted('gone')] });
  expect(exhibits).toEqual([
    {
      kind: 'table',
      title: 'Clients that are accepted as not tested',
      columns: ['Client', 'Reason', 'Owner', 'Until', ''],
      rows: [
        [saml, 'It has no test user.', 'Platform team', '2026-12-31T18:00:00+01:00', ''],
        ['gone', 'It has no test user.', 'Platform team', '2026-12-31T18:00:00+01:00', 'accepts nothing: remove it'],
      ],
    },
  ]);
});

it('finds an application whose client is not there', () => {
  expect(
    told({ applications: [...applications, { id: 'wiki', client: 'wiki' }], notTested: [accepted(saml), accepted('portal')] }),
  ).toEqual(['fail login/APPLICATION_WITHOUT_CLIENT application/wiki: Realm "lab" has no client "wiki".']);
});

it('takes none for it that is disabled, bearer-only, a service account, Keycloak’s own or the gate’s', () => {
  const client = (more: object) => ({ clientId: 'portal', enabled: true, standardFlowEnabled: true, ...more });
  const only = (more: object) =>
    told({ notTested: [accepted(saml)] }, { ...realm, objects: { ...realm.objects, 'client/portal': client(more) } });
  expect(only({})).toHaveLength(1);
  expect(only({ enabled: false })).toEqual([]);
  expect(only({ bearerOnly: true })).toEqual([]);
  expect(only({ standardFlowEnabled: false, serviceAccountsEnabled: true })).toEqual([]);
  expect(only({ attributes: { realm_client: 'true' } })).toEqual([]);
  // A service account that people log in to as well, by whatever way, is one to try.
  expect(only({ serviceAccountsEnabled: true })).toHaveLength(1);
  expect(only({ standardFlowEnabled: false, directAccessGrantsEnabled: true })).toHaveLength(1);
  expect(only({ standardFlowEnabled: false, attributes: { 'oauth2.device.authorization.grant.enabled': 'true' } })).toHaveLength(1);
  expect(told({ gate: [...gate, 'portal'], notTested: [accepted(saml)] })).toEqual([]);
});

it('finds a realm that is not there', () => {
  expect(told({}, { ...realm, exists: false, objects: {} })).toEqual([
    'fail keycloak-config/REALM_MISSING realm/lab: Keycloak has no realm "lab".',
  ]);
});

it('says of no client that it is missing where the clients were not all read, and still names those that nobody tries', () => {
  const cut = { ...realm, unreadable: [{ kind: 'client' as const, what: 'gave no answer within 15 s', needs: '' }] };
  const some = {
    ...cut,
    objects: { [`client/${saml}`]: realm.objects[`client/${saml}`] ?? null },
  };
  expect(told({}, { ...cut, objects: {} })).toEqual([]);
  expect(told({}, some)).toEqual([`fail login/CLIENTS_NOT_COVERED realm/lab: Of one client nobody knows whether people get in: ${saml}.`]);
});
