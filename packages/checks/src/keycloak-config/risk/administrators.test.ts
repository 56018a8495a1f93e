import { expect, test } from 'vitest';
import { administratorRules } from './administrators.ts';
import { administrativeIn } from './role-graph.ts';
import { sampleRealm } from './sample-realm.ts';
import { both, set, tried } from './trial.ts';

const admin = 'client-role/realm-management:realm-admin';
const manageUsers = 'client-role/realm-management:manage-users';
const viewUsers = 'client-role/realm-management:view-users';
const express = 'client/lab-express';
const service = 'service-account/lab-service';
const mapper = 'identity-provider-mapper/ministry:role';
const permissions = 'authorization/admin-permissions';

tried(administratorRules, {
  'everybody-administers': {
    at: 'role/default-roles-lab',
    worse: set('role/default-roles-lab', ['composites'], ['role/auditor', manageUsers]),
    near: set('role/default-roles-lab', ['composites'], ['role/auditor', viewUsers]),
  },
  'group-administers': {
    at: 'group/staff/helpdesk',
    worse: set('group/staff/helpdesk', ['clientRoles'], { 'realm-management': ['manage-users'] }),
    near: set('group/staff/helpdesk', ['clientRoles'], { 'realm-management': ['view-users'], account: ['manage-account'] }),
  },
  'organization-group-administers': {
    at: 'organization/ministry',
    given: set('organization/ministry', ['groups'], { guides: { name: 'guides' }, 'guides/chief': { name: 'chief' } }),
    worse: set('organization/ministry', ['groups', 'guides', 'clientRoles'], { 'realm-management': ['manage-users'] }),
    near: set('organization/ministry', ['groups', 'guides/chief', 'clientRoles'], { 'realm-management': ['view-users'] }),
  },
  'role-administers': {
    at: 'role/auditor',
    worse: set('role/auditor', ['composites'], [admin]),
    near: set(admin, ['composites'], [manageUsers, viewUsers]),
  },
  'service-administers': {
    at: service,
    worse: set(service, ['roles'], ['role/member', manageUsers]),
    near: set(service, ['roles'], ['role/auditor', 'role/member']),
  },
  'token-administers': {
    at: 'client-scope/membership',
    worse: set('client-scope/membership', ['protocolMappers', 'all'], {
      protocolMapper: 'oidc-hardcoded-role-mapper',
      config: { role: 'realm-management.manage-users' },
    }),
    near: set('client-scope/membership', ['scopeMappings'], ['role/auditor']),
  },
  'provider-makes-administrators': {
    at: mapper,
    worse: set(mapper, ['config', 'role'], 'realm-management.realm-admin'),
    near: set(mapper, ['config', 'role'], 'auditor'),
  },
  'default-scope-with-roles': {
    at: express,
    given: set('client-scope/membership', ['scopeMappings'], ['role/member']),
    worse: set(express, ['defaultClientScopes'], ['basic', 'membership']),
    near: set(express, ['optionalClientScopes'], ['membership']),
  },
  'permission-to-administer': {
    at: permissions,
    worse: set(permissions, ['policies', 'take over'], { name: 'take over', scopes: ['impersonate'] }),
    near: set(permissions, ['policies', 'look at clients'], { name: 'look at clients', scopes: ['view'] }),
  },
});

test('roles are followed through whatever brings them along, and circles end', () => {
  const circle = both(set('role/auditor', ['composites'], ['role/member']), set('role/member', ['composites'], ['role/auditor', admin]));
  expect(administrativeIn(circle(sampleRealm.objects), ['role/auditor'])).toContain(admin);
});

test('a role of an application is none of Keycloak, whatever its name', () => {
  expect(
    administrativeIn(sampleRealm.objects, ['role/admin', 'client-role/other-realm:manage-users', 'client-role/shop:realm-admin']),
  ).toEqual([]);
  const master = set('realm', ['realm'], 'master')(sampleRealm.objects);
  expect(administrativeIn(master, ['role/admin', 'client-role/other-realm:manage-users', 'client-role/shop:realm-admin'])).toEqual([
    'client-role/other-realm:manage-users',
    'role/admin',
  ]);
});
