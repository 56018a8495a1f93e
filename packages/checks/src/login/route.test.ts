import { Application } from '@keycloak-release-gate/core';
import { expect, it } from 'vitest';
import { next } from './next.ts';
import { routeOf } from './route.ts';
import { samplePage } from './sample-way.ts';

const at = 'https://portal.example/';
const application = (broker: object): Application =>
  Application.parse({
    id: 'portal',
    realm: 'lab',
    clientId: 'portal',
    login: { kind: 'browser', loggedIn: '#out', logout: {}, broker: { alias: 'idp', ...broker } },
  });
const came = (broker: object): unknown => {
  const { login, ...rest } = application(broker);
  if (login.kind !== 'browser') throw new Error('It is one that people log in to.');
  const url = 'https://idp.example:8443/auth?client_id=x&response_type=code';
  const page = samplePage(url, { quiet: 1_000 });
  return next(page, { stage: 'login', done: [], provider: { asked: true } }, routeOf({ ...rest, url: at }, login, 'https://sso.example'))
    .do;
};

it('a login stops at the host that is declared for the provider, and at no other', () => {
  expect(came({})).toBe('arrived-at-provider');
  expect(came({ host: 'idp.example:8443' })).toBe('arrived-at-provider');
  expect(came({ host: 'IDP.example:8443' })).toBe('arrived-at-provider');
  expect(came({ host: 'idp.example' })).toBe('wait');
});

it.each(['https://idp.example', 'idp.example/', 'robin@idp.example', 'idp.example:99999', 'idp example', ''])(
  'what is no host is not taken for the host of a provider: "%s"',
  (host) => {
    expect(() => application({ host })).toThrow(/a host/);
  },
);
it.each(['idp.example', 'idp.example:8443', '127.0.0.1:8080', '[::1]:8443'])('a host is: "%s"', (host) => {
  expect(application({ host }).login).toMatchObject({ broker: { host } });
});
