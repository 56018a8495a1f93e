import { expect, test } from 'vitest';
import type { LoginCode } from './codes.ts';
import type { Administration, Event } from './administration.ts';
import { causeOf, errorsSince } from './events.ts';
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
  // Others lose their cookies at the same client: a page that refuses the password refuses that of this user.
  ['BAD_CREDENTIALS', 'login', [loginError('cookie_not_found')], 'BAD_CREDENTIALS'],
  ['BAD_CREDENTIALS', 'login', [loginError('expired_code'), loginError('user_temporarily_disabled')], 'LOCKED'],
  ['EXPIRED', 'login', [loginError('cookie_not_found'), loginError('invalid_user_credentials')], 'BAD_CREDENTIALS'],
  // What the page says for sure no event changes.
  ['CONSENT', 'login', [loginError('client_not_found')], 'CONSENT'],
])('%s at the %s with %j is %s', (code, stage, events, cause) => {
  expect(causeOf({ stage, code }, events)).toBe(cause);
});

const event = (time: number, error: string, userId?: string): Event => ({
  time,
  type: 'LOGIN_ERROR',
  error,
  clientId: 'portal',
  ...(userId === undefined ? {} : { userId }),
});

/** A realm that shows no more than so many of the newest events. */
const realmWith = (events: readonly Event[], most = 50): Administration =>
  ({
    events: ({ client, user, type }: Readonly<Record<string, string>>) =>
      Promise.resolve(
        events
          .filter((each) => (client ?? each.clientId) === each.clientId && (user ?? each.userId) === each.userId)
          .filter((each) => (type ?? each.type) === each.type)
          .toSorted((a, b) => b.time - a.time)
          .slice(0, most),
      ),
  }) as unknown as Administration;

const { signal } = new AbortController();
const since = { newest: 100, clientId: 'portal', userId: 'robin', errors: [] };

test("a user's own error is found behind however many of others", async () => {
  const others = Array.from({ length: 60 }, (_, index) => event(200 + index, 'expired_code'));
  const realm = realmWith([...others, event(150, 'invalid_user_credentials', 'robin')]);
  const recorded = await errorsSince(realm, since, signal);
  expect(recorded?.ofUserWhole).toBe(true);
  expect(recorded?.events.at(-1)).toEqual({ type: 'LOGIN_ERROR', error: 'invalid_user_credentials', clientId: 'portal' });
});

test("a user's own error is found where the clock of a node is behind that of another, and one of before is not taken for it", async () => {
  const before = event(90, 'invalid_user_credentials', 'robin');
  const realm = realmWith([before, event(95, 'user_temporarily_disabled', 'robin')]);
  const recorded = await errorsSince(realm, { ...since, errors: [before] }, signal);
  expect(recorded?.events.map(({ error }) => error)).toEqual(['user_temporarily_disabled']);
});

test('of a user that is not seen, nobody says that none of their errors is missing', async () => {
  const realm = realmWith([event(150, 'invalid_user_credentials', 'robin'), event(160, 'cookie_not_found')]);
  expect(await errorsSince(realm, { newest: 100, clientId: 'portal', userId: undefined, errors: undefined }, signal)).toEqual({
    events: [{ type: 'LOGIN_ERROR', error: 'cookie_not_found', clientId: 'portal' }],
    ofUserWhole: false,
  });
});
