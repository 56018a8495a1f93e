import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Answer } from './ask.ts';
import { logInOnPage } from './login.ts';

const user = { realm: 'lab', username: 'u', password: 'p' };
const recorded = (name: string): string => readFileSync(new URL(`./fixtures/26.7.4-${name}.html`, import.meta.url), 'utf8');
const page = (text: string, status = 200): Answer => ({ status, location: undefined, cookies: [], text });
const redirect = (location: string): Answer => ({ status: 302, location, cookies: [], text: '' });

/** A login in which the server says these one after the other, its discovery document apart. */
const logIn = (...answers: readonly Answer[]) => {
  const left = [...answers];
  const ask = async (path: string): Promise<Answer> => {
    if (path.endsWith('/.well-known/openid-configuration')) return page(JSON.stringify({ issuer: 'https://localhost/realms/lab' }));
    const next = left.shift();
    if (!next) throw new Error(`Nothing more was to be asked, but ${path} was.`);
    return next;
  };
  return logInOnPage({ ask }, user);
};
const login = page(recorded('login'));
const account = 'https://localhost/realms/lab/account/';

test('the code is the end', async () => expect(await logIn(login, redirect(`${account}?state=a&code=b`))).toEqual({ ok: true, why: null }));

describe('a realm that asks for more than a name and a password is none that is broken', () => {
  test.each<[string, readonly Answer[], string]>([
    [
      'it leaves the login to an identity provider',
      [redirect('https://localhost/realms/lab/broker/corporate/login?session_code=x&client_id=y')],
      'The login led to /realms/lab/broker/corporate/login.',
    ],
    [
      'an action is required of everybody',
      [login, redirect('https://localhost/realms/lab/login-actions/required-action?execution=CONFIGURE_TOTP&client_id=y')],
      'After the password, Keycloak asked for CONFIGURE_TOTP.',
    ],
    [
      'a one-time code',
      [login, page('<title>Sign in</title><form action="/realms/a/login-actions/authenticate?a=1"><input name="otp"></form>')],
      'After the password, a page asked for something else: Sign in',
    ],
  ])('%s', async (_title, answers, why) => expect(await logIn(...answers)).toEqual({ ok: null, why }));
});

describe('one that refuses is', () => {
  test.each<[string, readonly Answer[], string]>([
    ['a wrong password', [login, page(recorded('wrong-password'))], 'Invalid username or password.'],
    ['an error page', [page(recorded('error'), 500)], '500: Client not found.'],
    ['an error of the protocol', [redirect(`${account}?error=temporarily_unavailable`)], 'with the error temporarily_unavailable.'],
  ])('%s', async (_title, answers, why) =>
    expect(await logIn(...answers)).toEqual({ ok: false, why: expect.stringContaining(why) as unknown }),
  );
});
