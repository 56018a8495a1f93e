import { expect, test } from 'vitest';
import type { LoginCode } from './codes.ts';
import { causeOf } from './events.ts';
import type { RealmEvent } from './journey.ts';

const loginError = (error: string): RealmEvent => ({ type: 'LOGIN_ERROR', error });

test.each<[LoginCode, 'login' | 'logout', RealmEvent[], LoginCode]>([
  // A locked user sees the page of a wrong password: only the realm knows.
  ['BAD_CREDENTIALS', 'login', [loginError('user_temporarily_disabled')], 'LOCKED'],
  ['BAD_CREDENTIALS', 'login', [loginError('invalid_user_credentials')], 'BAD_CREDENTIALS'],
  ['BAD_CREDENTIALS', 'login', [loginError('user_not_found')], 'USER_MISSING'],
  ['BAD_CREDENTIALS', 'login', [], 'BAD_CREDENTIALS'],
  ['OP_REFUSED', 'login', [loginError('client_disabled'), loginError('invalid_redirect_uri')], 'CLIENT_DISABLED'],
  ['OP_REFUSED', 'login', [loginError('something_new')], 'OP_REFUSED'],
  ['COOKIE_NOT_FOUND', 'login', [loginError('expired_code')], 'EXPIRED'],
  ['LOGGEDIN_MISSING', 'login', [{ type: 'CODE_TO_TOKEN_ERROR', error: 'invalid_client_credentials' }], 'APP_CALLBACK'],
  ['LOGGEDIN_MISSING', 'login', [loginError('invalid_user_credentials')], 'LOGGEDIN_MISSING'],
  ['POST_LOGOUT_URI', 'logout', [{ type: 'LOGOUT_ERROR', error: 'invalid_token' }], 'LOGOUT_HINT'],
  ['POST_LOGOUT_URI', 'logout', [{ type: 'LOGOUT_ERROR', error: 'invalid_redirect_uri' }], 'POST_LOGOUT_URI'],
  // Another application's hint may be refused at the same time: Keycloak does not say whose it was.
  [
    'POST_LOGOUT_URI',
    'logout',
    [
      { type: 'LOGOUT_ERROR', error: 'invalid_redirect_uri', clientId: 'one' },
      { type: 'LOGOUT_ERROR', error: 'invalid_token' },
    ],
    'POST_LOGOUT_URI',
  ],
  // What the page says for sure no event changes.
  ['CONSENT', 'login', [loginError('client_not_found')], 'CONSENT'],
])('%s at the %s with %j is %s', (code, stage, events, cause) => {
  expect(causeOf({ stage, code }, events)).toBe(cause);
});
