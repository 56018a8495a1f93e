import { expect, test } from 'vitest';
import { sessionStore } from './memory-store.ts';
import type { SessionStore } from './memory-store.ts';

type Session = Parameters<SessionStore['set']>[1];

const session = (sid: string): Session => {
  const claims = Buffer.from(JSON.stringify({ sid })).toString('base64url');
  const header = { iat: 0, uat: 0, exp: 0 };
  const data = { id_token: `e30.${claims}.x`, access_token: '', token_type: 'Bearer', expires_at: '0' } as Session['data'];
  return { header, data, cookie: { expires: 0, maxAge: 0 } };
};

const has = (store: SessionStore, id: string): boolean => {
  let found: unknown;
  store.get(id, (_error, value) => (found = value));
  return found !== undefined;
};

test('a logout that is heard of ends the sessions of that session of Keycloak, and no other', () => {
  const store = sessionStore();
  store.set('one', session('kc-1'));
  store.set('two', session('kc-2'));
  store.forget('kc-1');
  expect([has(store, 'one'), has(store, 'two')]).toEqual([false, true]);
});

test('a store can be in trouble: it keeps nothing, or ends nothing', () => {
  const forgetful = sessionStore('forgets');
  forgetful.set('one', session('kc-1'));
  expect(has(forgetful, 'one')).toBe(false);
  const clinging = sessionStore('keeps');
  clinging.set('one', session('kc-1'));
  clinging.destroy('one');
  expect(has(clinging, 'one')).toBe(true);
});
