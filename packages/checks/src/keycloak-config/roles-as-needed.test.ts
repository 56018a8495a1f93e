import { expect, it } from 'vitest';
import { rolesAsNeeded } from './roles-as-needed.ts';
import type { ReaderRights } from './rights/evidence.ts';

const held: ReaderRights = {
  realm: 'sso',
  reader: { realm: 'master', clientId: 'gate' },
  roleClient: 'sso-realm',
  from: 'the access token',
  needed: [{ role: 'view-realm', reads: 'settings', state: 'held' }],
  excess: [],
};
const judge = (change: Partial<ReaderRights> = {}) =>
  rolesAsNeeded.check.judge({ now: { ...held, ...change } }, {}, { now: '2026-11-23T21:30:00.000Z' });

it('passes with what is needed, and tells who said so', () =>
  expect(judge()).toEqual({
    findings: [],
    gaps: [],
    facts: [
      { name: 'roles needed and there', value: 1, unit: 'of 1' },
      { name: 'who told the roles', value: 'the access token' },
    ],
  }));

it('is inconclusive where a role is missing, and says in which realm and client it is given', () =>
  expect(judge({ needed: [{ role: 'view-users', reads: 'groups', state: 'missing' }] }).gaps).toEqual([
    {
      code: 'keycloak-config/FORBIDDEN',
      subject: 'realm/sso/roles/view-users',
      reason: 'The reader gate lacks the role view-users in realm sso: without it, it cannot read groups.',
      remedy:
        'In the admin console: realm master, Clients, gate, Service accounts roles, Assign role, sso-realm view-users. Or: kcadm.sh add-roles -r master --uusername service-account-gate --cclientid sso-realm --rolename view-users',
    },
  ]));

it('warns of a role that changes something', () =>
  expect(judge({ excess: ['manage-users'] }).findings).toMatchObject([
    {
      code: 'keycloak-config/ROLES_TOO_WIDE',
      severity: 'warn',
      subject: 'realm/sso/roles/manage-users',
      message: 'The reader gate has the role manage-users in realm sso.',
    },
  ]));

it('tells one that holds everything once', () =>
  expect(judge({ excess: ['realm-admin'] }).findings.map(({ message }) => message)).toEqual([
    'The reader gate may do everything in realm sso (realm-admin).',
  ]));
