import {
  client,
  clientRole,
  clientScope,
  component,
  configMap,
  flow,
  group,
  identityProvider,
  identityProviderMapper,
  object,
  realm,
  requiredAction,
  role,
  server,
  token,
} from '@keycloak-release-gate/core';
import type { ExpectedChange } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import { whyDestructive, whyDestructiveSeen } from './destructive-change.ts';

describe('what only a backup brings back', () => {
  test.each<[ExpectedChange, string]>([
    [realm('old').isRemoved(), 'realm/old/realm is removed: everything in it goes with it'],
    [
      client('portal').isRemoved(),
      'client/portal is removed: its id, its secret, who has its roles and what users consented to go with it',
    ],
    [
      client('portal', { realm: 'sso' }).isRemoved(),
      'realm/sso/client/portal is removed: its id, its secret, who has its roles and what users consented to go with it',
    ],
    [clientRole('portal', 'reader').isRemoved(), 'client-role/portal:reader is removed: who has it goes with it'],
    [role('auditor').isRemoved(), 'role/auditor is removed: who has it goes with it'],
    [group('staff/doctors').isRemoved(), 'group/staff/doctors is removed: its members go with it'],
    [identityProvider('eid').isRemoved(), "identity-provider/eid is removed: its users' links and its secret go with it"],
    [
      component('KeyProvider/rsa-generated').isRemoved(),
      'component/KeyProvider/rsa-generated is removed: what it holds (keys, secrets, the users that it brought) goes with it',
    ],
    [clientScope('groups').isRemoved(), 'client-scope/groups is removed: what users consented to goes with it'],
    [object('organization/acme').isRemoved(), 'organization/acme is removed: its members go with it'],
    [client('portal').secret.changes(), 'client/portal: secret: the secret that was there before cannot be read, so it cannot be put back'],
    [
      identityProvider('eid').clientSecret.becomes('x'),
      'identity-provider/eid: config.clientSecret becomes x: the secret that was there before cannot be read, so it cannot be put back',
    ],
    [
      component('UserStorageProvider/ldap').attribute('config.bindCredential').isRemoved(),
      'component/UserStorageProvider/ldap: config.bindCredential is removed: the secret that was there before cannot be read, so it cannot be put back',
    ],
    [
      realm('lab').smtpServer.becomes({ host: 'mail' }),
      'realm/lab/realm: smtpServer becomes {"host":"mail"}: a secret may stand in it, which cannot be read, so it cannot be put back',
    ],
    [
      { object: 'role/auditor' },
      'role/auditor: this leaves open what happens to it; where it, a part of it or a secret is deleted, who has it goes with it',
    ],
    [
      client('portal').changes(),
      'client/portal: this leaves open what happens to it; where it, a part of it or a secret is deleted, its id, its secret, who has its roles and what users consented to go with it',
    ],
  ])('%j', (change, why) => expect(whyDestructive(change)).toBe(why));
});

test.each<[ExpectedChange]>([
  [client('new').isAdded()],
  [client('portal').redirectUris.removes('https://old/*')],
  [client('portal').attribute('attributes').adds('x')],
  [client('portal').mapper('email').isRemoved()],
  [client('portal').enabled.becomes(false)],
  [client('portal').secret.isAdded()],
  [identityProvider('eid').clientSecret.becomes('x', { from: '${vault.eid}' })],
  [identityProviderMapper('eid', 'email').isRemoved()],
  [role('auditor').changes()],
  [role('auditor').composites.removes('role/reader')],
  [flow('browser').isRemoved()],
  [requiredAction('CONFIGURE_TOTP').enabled.becomes(false)],
  [realm('lab').passwordPolicy.isRemoved()],
  [token('portal').loses('groups')],
  [server('container/keycloak').env('KC_DB_PASSWORD').changes()],
  [server('volume/themes').isRemoved()],
  [configMap('options').isRemoved()],
])('%j can be undone', (change) => expect(whyDestructive(change)).toBeUndefined());

describe('what was seen where the release was tried before', () => {
  test('an object that went', () =>
    expect(whyDestructiveSeen({ kind: 'removed', object: 'role/auditor', before: {} })).toBe(
      'role/auditor was removed: who has it goes with it',
    ));
  test('an object of a realm that is named', () =>
    expect(whyDestructiveSeen({ kind: 'removed', object: 'realm/sso/group/staff', before: {} })).toBe(
      'realm/sso/group/staff was removed: its members go with it',
    ));
  test('an object that was made anew', () =>
    expect(whyDestructiveSeen({ kind: 'changed', object: 'group/staff', attribute: 'id', before: 'a', after: 'b' })).toBe(
      'group/staff was deleted and made anew: its members go with it',
    ));
  test('a secret', () =>
    expect(
      whyDestructiveSeen({ kind: 'changed', object: 'client/portal', attribute: 'secret', before: '‹masked›', after: '${vault.x}' }),
    ).toBe('client/portal: secret was overwritten: the secret that was there before cannot be read, so it cannot be put back'));
  test.each([
    { kind: 'renamed', object: 'role/auditor', before: 'role/old', after: 'role/auditor' },
    { kind: 'added', object: 'role/auditor', after: {} },
    { kind: 'added', object: 'client/portal', attribute: 'secret', after: '‹masked›' },
    { kind: 'removed', object: 'flow/mine', before: {} },
    { kind: 'removed', object: 'client/portal', attribute: 'redirectUris', before: ['a'] },
  ] as const)('$kind $object $attribute can be undone', (seen) => expect(whyDestructiveSeen(seen)).toBeUndefined());
});
