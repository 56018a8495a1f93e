import { expect, test } from 'vitest';
import { pathOf, placeOf, realmUrl } from './place.ts';

const at = { publicUrl: 'https://sso.example/auth/', applicationUrl: 'https://sso.example/portal' };

test.each([
  [
    'https://sso.example/auth/realms/lab/protocol/openid-connect/auth?client_id=x',
    { in: 'keycloak', realm: 'lab', route: 'authorization' },
  ],
  ['https://sso.example/auth/realms/lab/protocol/saml?SAMLRequest=x', { in: 'keycloak', realm: 'lab', route: 'authorization' }],
  ['https://sso.example/auth/realms/a%20b/login-actions/authenticate', { in: 'keycloak', realm: 'a b', route: 'login-actions' }],
  ['https://sso.example/auth/realms/lab/protocol/openid-connect/logout/logout-confirm', { in: 'keycloak', realm: 'lab', route: 'logout' }],
  ['https://sso.example/auth/realms/lab/broker/idp/endpoint', { in: 'keycloak', realm: 'lab', route: 'broker' }],
  ['https://sso.example/auth/realms/lab/account', { in: 'keycloak', realm: 'lab', route: 'other' }],
  ['https://sso.example/portal/home', { in: 'application' }],
  ['https://sso.example.evil/auth/realms/lab/protocol/openid-connect/auth', { in: 'elsewhere' }],
  ['http://sso.example/auth/realms/lab/protocol/openid-connect/auth', { in: 'elsewhere' }],
  ['about:blank', { in: 'nowhere' }],
  ['chrome-error://chromewebdata/', { in: 'nowhere' }],
])('%s', (url, place) => {
  expect(placeOf(url, at)).toEqual(place);
});

test('a realm may have any name', () => {
  expect(realmUrl('https://sso.example/', 'a b/c')).toBe('https://sso.example/realms/a%20b%2Fc');
});

test.each([
  ['https://portal.example/login;jsessionid=A1.node1?next=%2F', '/login'],
  ['https://portal.example/a;x=1/b;y=2', '/a/b'],
  ['https://portal.example', '/'],
])('a path is told without what it holds of a session: %s', (url, path) => {
  expect(pathOf(url)).toBe(path);
});
