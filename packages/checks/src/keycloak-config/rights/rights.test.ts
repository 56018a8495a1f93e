import { gateRoles } from '@keycloak-release-gate/core';
import { expect, it } from 'vitest';
import { linesOfRoles, missingRoles } from './missing-roles.ts';
import { rightsOf } from './rights.ts';
import type { RightsSeen } from './rights.ts';
import { roleClientOf, rolesInToken } from './roles-in-token.ts';

const all = gateRoles.map(({ role }) => role);
const seen = (change: Partial<RightsSeen> = {}) => rightsOf({ held: all, there: all, organizations: true, ...change });
const without = (role: string): readonly string[] => all.filter((each) => each !== role);
const reader = {
  realm: 'sso',
  reader: { realm: 'sso', clientId: 'Gate' },
  roleClient: 'realm-management',
  from: 'the access token',
} as const;

it('has nothing to say of a reader with just the roles that it needs', () => {
  const rights = { ...reader, ...seen() };
  expect(missingRoles(rights)).toEqual([]);
  expect(rights.excess).toEqual([]);
  expect(linesOfRoles(rights).every((line) => line.startsWith('✓ '))).toBe(true);
});

it.each(all)('names %s where it is missing, with what cannot be read and how it is added', (role) => {
  // Who may view users may list groups.
  const rights = {
    ...reader,
    ...seen({ held: role === 'query-groups' ? without('view-users').filter((each) => each !== role) : without(role) }),
  };
  const [gap] = missingRoles(rights).filter(({ subject }) => subject === `realm/sso/roles/${role}`);
  expect(gap).toMatchObject({ code: 'keycloak-config/FORBIDDEN' });
  expect(gap?.reason).toContain(`lacks the role ${role} in realm sso: without it, it cannot read `);
  expect(gap?.remedy).toContain(
    `kcadm.sh add-roles -r sso --uusername service-account-gate --cclientid realm-management --rolename ${role}`,
  );
  expect(linesOfRoles(rights).some((line) => line.startsWith(`✗ ${role}: `))).toBe(true);
});

it('asks for view-organizations only where there is something to read, and says where the version has no such role', () => {
  const held = without('view-organizations');
  const state = (change: Partial<RightsSeen>) => seen({ held, ...change }).needed.find(({ role }) => role === 'view-organizations')?.state;
  expect(state({ organizations: false })).toBe('not needed');
  expect(state({ organizations: true })).toBe('missing');
  expect(state({ organizations: true, there: undefined })).toBe('missing');
  expect(state({ organizations: true, there: held })).toBe('not there');
  const [gap] = missingRoles({ ...reader, ...seen({ held, there: held }) });
  expect(gap?.reason).toContain('This version of Keycloak has no role view-organizations');
});

it('takes a role that changes for one that views, and tells it as too much', () => {
  const rights = seen({ held: [...without('view-users').filter((role) => role !== 'query-groups'), 'manage-users', 'impersonation'] });
  expect(rights.needed.every(({ state }) => state === 'held')).toBe(true);
  expect(rights.excess).toEqual(['impersonation', 'manage-users']);
  expect(seen({ held: [...all, 'realm-admin', 'manage-realm', 'manage-users'] }).excess).toEqual(['realm-admin']);
});

const token = (claims: unknown): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

it('reads the roles of each realm from the token of a reader in master, and of one realm from its own', () => {
  const inMaster = token({
    realm_access: { roles: ['default-roles-master'] },
    resource_access: { 'sso-realm': { roles: ['view-realm'] }, 'shop-realm': { roles: ['view-users'] }, 'master-realm': { roles: [] } },
  });
  expect(rolesInToken(inMaster, 'sso', 'master')).toEqual(['view-realm']);
  expect(rolesInToken(inMaster, 'shop', 'master')).toEqual(['view-users']);
  expect(rolesInToken(inMaster, 'master', 'master')).toEqual([]);
  expect(rolesInToken(inMaster, 'other', 'master')).toBeUndefined();
  const own = token({ resource_access: { 'realm-management': { roles: ['view-realm', 7] } } });
  expect(rolesInToken(own, 'sso', 'sso')).toEqual(['view-realm']);
  expect(rolesInToken(own, 'sso', 'shop')).toBeUndefined();
  expect(roleClientOf('sso', 'shop')).toBeUndefined();
});

it.each(['', 'opaque', 'a.b.c', token({}), token(null), token({ resource_access: [] })])(
  'takes nothing from a token that says nothing: %s',
  (text) => expect(rolesInToken(text, 'sso', 'sso')).toBeUndefined(),
);
