import { expect, test } from 'vitest';
import { classify } from './page.ts';
import type { PageSummary } from './page.ts';
import { samplePage } from './sample-way.ts';

const page = (parts: Partial<PageSummary>): PageSummary => samplePage('https://sso.example/realms/lab/login-actions/authenticate', parts);

test.each<[string, Partial<PageSummary>, object]>([
  ['its own id', { pageId: 'login-login', ids: ['username', 'password'] }, { kind: 'credentials', username: true, password: true }],
  ['the comment of its template', { templates: ['login-otp.ftl'] }, { kind: 'one-time-code' }],
  ['its parts: consent, whose button is that of the login', { ids: ['kc-oauth', 'kc-login'] }, { kind: 'consent' }],
  ['its parts: a code', { ids: ['kc-otp-login-form', 'otp', 'kc-login'] }, { kind: 'one-time-code' }],
  [
    'its parts: the question at the logout',
    { ids: ['kc-logout-confirm', 'kc-logout', 'kc-info-message'] },
    { kind: 'logout-confirmation' },
  ],
  ['its parts: an error', { ids: ['kc-error-message'] }, { kind: 'error' }],
  ['its parts: the way back to the login', { ids: ['loginRestartLink'] }, { kind: 'expired' }],
  ['its parts: a message', { ids: ['kc-info-message'] }, { kind: 'info' }],
  ['its parts: a name alone', { ids: ['username', 'kc-login'] }, { kind: 'credentials', username: true, password: false }],
  ['nothing', {}, { kind: 'unknown' }],
  [
    'a consent page at the address of a required action',
    { pageId: 'login-login-oauth-grant', url: 'https://sso.example/realms/lab/login-actions/required-action?execution=OAUTH_GRANT' },
    { kind: 'consent' },
  ],
  ['a security key', { pageId: 'login-webauthn-authenticate' }, { kind: 'second-factor' }],
  ['a choice of organizations', { templates: ['select-organization.ftl'] }, { kind: 'choice' }],
  ['an account to link', { pageId: 'login-login-idp-link-confirm' }, { kind: 'account-link' }],
  ['frames that log out', { templates: ['frontchannel-logout.ftl'] }, { kind: 'front-channel-logout' }],
  [
    'what the environment declares',
    { declared: { page: 'error', when: '#x' }, pageId: 'login-login', ids: ['username'] },
    { kind: 'error' },
  ],
  [
    'what the environment declares of a required action',
    {
      declared: { page: 'required-action', when: '#x' },
      url: 'https://sso.example/realms/lab/login-actions/required-action?execution=TERMS_AND_CONDITIONS',
    },
    { kind: 'required-action', action: 'TERMS_AND_CONDITIONS' },
  ],
  ['terms', { pageId: 'login-terms' }, { kind: 'required-action', action: 'TERMS_AND_CONDITIONS' }],
])('a page is known by %s', (_by, parts, kind) => {
  expect(classify(page(parts))).toEqual(kind);
});
