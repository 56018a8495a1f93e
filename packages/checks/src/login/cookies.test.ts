import type { Cookie } from 'playwright-core';
import { expect, test } from 'vitest';
import { cookieHeader, withoutKeycloak } from './cookies.ts';

const cookie = (name: string, domain: string, path = '/'): Cookie => ({
  name,
  value: `${name}-value`,
  domain,
  path,
  expires: -1,
  httpOnly: true,
  secure: true,
  sameSite: 'None',
});
const jar = [
  cookie('host', 'portal.example'),
  cookie('domain', '.example'),
  cookie('path', 'portal.example', '/app'),
  cookie('other', 'wiki.example'),
  cookie('KEYCLOAK_IDENTITY', 'portal.example', '/realms/lab/'),
];

test('an address gets the cookies of its host, its domain and its path', () => {
  expect(cookieHeader(jar, 'https://portal.example/')).toBe('host=host-value; domain=domain-value');
  expect(cookieHeader(jar, 'https://portal.example/app/x')).toBe('host=host-value; domain=domain-value; path=path-value');
  expect(cookieHeader(jar, 'https://portal.example/apple')).toBe('host=host-value; domain=domain-value');
  expect(cookieHeader(jar, 'https://notexample/')).toBe('');
});

test('the Secure cookies of Keycloak go over HTTP on loopback, as in a browser', () => {
  expect(cookieHeader([cookie('a', '127.0.0.9', '/realms/lab/')], 'http://127.0.0.9:8080/realms/lab/protocol/openid-connect/auth')).toBe(
    'a=a-value',
  );
});

test("Keycloak's own cookies are left out where an application shares its host", () => {
  expect(withoutKeycloak(jar, 'https://portal.example').map(({ name }) => name)).toEqual(['host', 'domain', 'path', 'other']);
});
