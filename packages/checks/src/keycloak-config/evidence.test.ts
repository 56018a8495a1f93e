import { expect, test } from 'vitest';
import { RealmConfiguration, kindOf, wasRead } from './evidence.ts';

test('an object is of a kind, with or without a name of its own', () =>
  expect(['realm', 'client/portal', 'component/LDAPStorageMapper/corporate/email'].map(kindOf)).toEqual(['realm', 'client', 'component']));

test('what the reader had no role for was not read, and everything else was', () => {
  const unreadable = [{ kind: 'group', what: 'GET /groups', needs: 'query-groups' }] as const;
  expect(['group/staff', 'group/staff/deep', 'role/member'].map((object) => wasRead({ unreadable }, object))).toEqual([false, false, true]);
});

test('a record of before these fields is whole', () =>
  expect(RealmConfiguration.parse({ realm: 'lab', exists: true, objects: {}, ids: {} })).toMatchObject({ ambiguous: [], unreadable: [] }));
