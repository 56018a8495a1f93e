import { expect, test } from 'vitest';
import { sampleRealm } from './sample-realm.ts';
import { found, set, tried } from './trial.ts';
import { userProfileRules } from './user-profile.ts';

const profile = 'user-profile';

tried(userProfileRules, {
  'attributes-of-any-name': {
    at: profile,
    worse: set(profile, ['unmanagedAttributePolicy'], 'ENABLED'),
    near: set(profile, ['unmanagedAttributePolicy'], 'ADMIN_EDIT'),
  },
  'attribute-editable': {
    at: profile,
    worse: set(profile, ['attributes', 'department', 'permissions', 'edit'], ['admin', 'user']),
    near: set(profile, ['attributes', 'nickname'], { name: 'nickname', permissions: { edit: ['admin', 'user'] } }),
  },
});

test('what users may write is no longer checked', () =>
  expect(found(sampleRealm.objects, set(profile, ['attributes', 'phone', 'validations'])(sampleRealm.objects))).toMatchObject([
    { subject: 'realm/lab/user-profile#attribute-editable', actual: { changes: ['attributes.phone.validations: - pattern'] } },
  ]));
