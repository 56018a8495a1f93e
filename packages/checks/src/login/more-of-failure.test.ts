import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoginCode } from './codes.ts';
import { moreOf } from './more-of-failure.ts';
import type { Route } from './next.ts';
import { sampleRoute } from './sample-way.ts';

const route: Route = { ...sampleRoute, publicUrl: 'https://sso.example/auth' };
const endpoint = 'https://sso.example/auth/realms/lab/protocol/openid-connect';
const request = (parameters: Readonly<Record<string, string>>, path = 'auth'): string =>
  `${endpoint}/${path}?${new URLSearchParams(parameters).toString()}`;
const refused = (url: string, led: readonly string[] = [], code: LoginCode = 'OP_REFUSED') =>
  moreOf({ page: { url, title: 'We are sorry' }, led, stage: 'login', code }, route);

describe('the address to come back to', () => {
  const asked = { returnTo: 'https://portal.example/callback', clientId: 'portal' };
  const parameters = { client_id: 'portal', redirect_uri: 'https://portal.example/callback?state=a#b', state: 's-e-c', nonce: 'n-o-n' };

  it('stands in the request, and is told without its query', () => {
    expect(refused(request(parameters))).toEqual({ asked });
  });

  it('stands in the redirect before the page, where the page has none: in the last one', () => {
    const before = request({ ...parameters, redirect_uri: 'https://portal.example/old' });
    expect(refused(`${endpoint}/refused`, [before, request(parameters), 'https://portal.example/login?redirect_uri=x'])).toEqual({ asked });
  });

  it('is that of the logout, where Keycloak refuses that', () => {
    const url = request(
      { post_logout_redirect_uri: 'https://portal.example/bye?a=1', redirect_uri: 'x', id_token_hint: 'e.y.J' },
      'logout',
    );
    expect(moreOf({ page: { url }, led: [], stage: 'logout', code: 'POST_LOGOUT_URI' }, route)).toEqual({
      asked: { returnTo: 'https://portal.example/bye' },
    });
    expect(moreOf({ page: { url: request(parameters) }, led: [], stage: 'logout', code: 'OP_REFUSED' }, route)).toEqual({});
  });

  it.each([
    ['a request without one', request({ client_id: 'portal', request_uri: 'urn:x' })],
    ['an address of another realm', request(parameters).replace('/lab/', '/partner/')],
    ['an address of the application', request(parameters).replace('https://sso.example/auth', 'https://portal.example')],
    ['no address', 'about:blank'],
  ])('does not stand in %s', (_what, url) => {
    expect(refused(url)).toEqual({});
  });

  it('is no matter where Keycloak says something else', () => {
    expect(refused(request(parameters), [], 'CONSENT')).toEqual({});
  });

  it('may be no address at all', () => {
    expect(refused(request({ redirect_uri: 'urn:ietf:wg:oauth:2.0:oob' }))).toEqual({ asked: { returnTo: 'urn:ietf:wg:oauth:2.0:oob' } });
  });

  it('is bounded, whatever the application asks for, and tells nothing else of the request', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), fc.string({ maxLength: 500 }), (redirect, client) => {
        const url = request({ client_id: client, redirect_uri: redirect, state: 'never-told', nonce: 'never-told', code: 'never-told' });
        const { asked: told, ...rest } = refused(url);
        expect(rest).toEqual({});
        expect(Array.from(told?.returnTo ?? '').length).toBeLessThanOrEqual(200);
        expect(Array.from(told?.clientId ?? '').length).toBeLessThanOrEqual(200);
        expect(told?.returnTo ?? '').not.toMatch(/[?#]/);
        expect(JSON.stringify(told ?? {})).not.toContain('never-told');
      }),
    );
  });
});

describe('the title', () => {
  const titleOn = (url: string, title: string, code: LoginCode = 'UNKNOWN_PAGE'): string | undefined =>
    moreOf({ page: { url, title }, led: [], stage: 'login', code }, route).title;

  it("is told of a page of Keycloak's that is not known, on one line and bounded", () => {
    expect(titleOn(`${endpoint}/auth`, ' Sign in\n  to lab ')).toBe('Sign in to lab');
    expect(titleOn('https://sso.example/maintenance', 'Back soon')).toBe('Back soon');
    expect(titleOn(`${endpoint}/auth`, 'x'.repeat(200))).toBe(`${'x'.repeat(79)}…`);
    expect(titleOn(`${endpoint}/auth`, ' ')).toBeUndefined();
  });

  it('is told of no other page: it may name people', () => {
    expect(titleOn('https://portal.example/', 'Inbox of Robin')).toBeUndefined();
    expect(titleOn('https://elsewhere.example/', 'Inbox of Robin')).toBeUndefined();
    expect(titleOn(`${endpoint}/auth`, 'Sign in', 'OP_REFUSED')).toBeUndefined();
    const beside = { ...route, applicationUrl: 'https://sso.example/portal' };
    const shown = {
      page: { url: 'https://sso.example/portal/inbox', title: 'Inbox of Robin' },
      led: [],
      stage: 'login',
      code: 'UNKNOWN_PAGE',
    } as const;
    expect(moreOf(shown, beside)).toEqual({});
  });
});
