import { expect, test } from 'vitest';
import { keeper } from './keeper.ts';
import { secretDigest } from './secret-digest.ts';

test('two objects of one name are told as such: none is picked, and their order means nothing', () => {
  const [one, other] = [0, 1].map((turn) => {
    const kept = keeper(undefined);
    const twins = [
      { id: '1', providerId: 'full-name' },
      { id: '2', providerId: 'user-attribute' },
    ];
    for (const twin of turn === 0 ? twins : twins.toReversed()) kept.keep('component', 'LDAPStorageMapper/corporate/name', twin);
    kept.keep('role', 'member', { id: '3', name: 'member' });
    return kept.result();
  });
  expect(one).toEqual({
    objects: {
      'component/LDAPStorageMapper/corporate/name': [{ providerId: 'full-name' }, { providerId: 'user-attribute' }],
      'role/member': { name: 'member' },
    },
    ids: { 'role/member': '3' },
    ambiguous: ['component/LDAPStorageMapper/corporate/name'],
  });
  expect(other).toEqual(one);
});

test('a secret stands there as a digest of its own place', () => {
  const kept = keeper(secretDigest('the key', 'acc'));
  for (const client of ['portal', 'shop']) kept.keep('client', client, { clientId: client, secret: 'canary-9d1f' });
  const { objects } = kept.result();
  const [portal, shop] = Object.values(objects).map((object) => JSON.stringify(object).replace('shop', 'portal'));
  expect(portal).toMatch(/"secret":"‹secret [0-9a-f]{8}:[0-9a-f]{32}›"/);
  expect(portal).not.toBe(shop);
  expect(JSON.stringify(objects)).not.toContain('canary');
});
