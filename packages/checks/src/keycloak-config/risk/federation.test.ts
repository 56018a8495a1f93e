import { expect, test } from 'vitest';
import { federationRules } from './federation.ts';
import { sampleRealm } from './sample-realm.ts';
import { both, found, set, tried } from './trial.ts';

const directory = 'component/UserStorageProvider/directory';
const everybody = 'component/LDAPStorageMapper/directory/everybody';
const config = (name: string, value: string) => set(directory, ['config', name], [value]);

tried(federationRules, {
  'ldap-not-encrypted': {
    at: directory,
    worse: config('connectionUrl', 'ldap://directory.example'),
    near: both(config('connectionUrl', 'ldap://directory.example'), config('startTls', 'true')),
  },
  'ldap-password-policy-off': {
    at: directory,
    worse: config('validatePasswordPolicy', 'false'),
    near: config('syncRegistrations', 'false'),
  },
  'ldap-certificate-unchecked': {
    at: directory,
    worse: config('useTruststoreSpi', 'never'),
    near: config('useTruststoreSpi', 'something new'),
  },
  'directory-makes-administrators': {
    at: everybody,
    worse: set(everybody, [], { providerId: 'hardcoded-ldap-role-mapper', config: { role: ['realm-management.manage-users'] } }),
    near: set(everybody, [], { providerId: 'hardcoded-ldap-role-mapper', config: { role: ['realm-management.view-users'] } }),
  },
  'ldap-writable': { at: directory, worse: config('editMode', 'WRITABLE'), near: config('vendor', 'ad') },
});

test('a directory whose users come into a group makes what the group is', () => {
  const group = both(
    set('group/staff', ['clientRoles'], { 'realm-management': ['realm-admin'] }),
    set(everybody, [], { providerId: 'hardcoded-ldap-group-mapper', config: { group: ['/staff/helpdesk'] } }),
  );
  const { objects } = sampleRealm;
  expect(found(objects, group(objects)).map(({ subject }) => subject)).toContain(`realm/lab/${everybody}#directory-makes-administrators`);
});
