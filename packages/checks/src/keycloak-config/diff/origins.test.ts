import { expect, test } from 'vitest';
import type { Json } from '@keycloak-release-gate/core';
import { originsBetween, translated } from './origins.ts';

const origins = originsBetween(
  {
    keycloak: 'https://sso-test.example',
    'application/portal': 'https://portal-test.example/start',
    'application/wiki': 'https://shared.example/wiki',
    'application/chat': 'https://shared.example/chat',
    'application/same': 'https://same.example',
  },
  {
    keycloak: 'https://sso.example',
    'application/portal': 'https://portal.example:8443',
    'application/wiki': 'https://wiki.example',
    'application/chat': 'https://chat.example',
    'application/same': 'https://same.example',
  },
);
const value = (text: Json): Json | undefined => translated({ realm: { value: text } }, origins)['realm'];

test("come from both environments' own definitions; one that would stand for two stands for none", () =>
  expect([...origins]).toEqual([
    ['https://sso-test.example', 'https://sso.example'],
    ['https://portal-test.example', 'https://portal.example:8443'],
  ]));

test.each([
  ['https://portal-test.example', 'https://portal.example:8443'],
  ['https://portal-test.example/*', 'https://portal.example:8443/*'],
  [
    'https://sso-test.example/realms/a?next=https://portal-test.example#x',
    'https://sso.example/realms/a?next=https://portal.example:8443#x',
  ],
  ['https://portal-test.example, https://sso-test.example', 'https://portal.example:8443, https://sso.example'],
])('%s is %s there', (text, there) => expect(value(text)).toEqual({ value: there }));

test.each([
  'https://portal-test.example.evil.example/',
  'https://portal-test.example*',
  'https://portal-test.example:8443/',
  'http://portal-test.example/',
  'https://sub.portal-test.example/',
  'portal-test.example',
  'xhttps://portal-test.example/',
  'https://shared.example/wiki',
])('%s is left as it is', (text) => expect(value(text)).toEqual({ value: text }));

test('names are translated too, and sets stay sorted', () =>
  expect(
    translated(
      { 'client/https://portal-test.example/saml': { redirectUris: ['https://portal-test.example/*', 'https://portal.a.example/*'] } },
      new Map([['https://portal-test.example', 'https://z.example']]),
    ),
  ).toEqual({ 'client/https://z.example/saml': { redirectUris: ['https://portal.a.example/*', 'https://z.example/*'] } }));
