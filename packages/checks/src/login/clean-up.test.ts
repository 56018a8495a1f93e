import type { BrowserContext, Cookie } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cleanUp } from './clean-up.ts';
import { leftAfter } from './session-left.ts';
import type { Session } from './way.ts';
import type { Witness } from './witness.ts';

const identity = { name: 'KEYCLOAK_IDENTITY', value: 'of the browser', path: '/realms/lab/' } as Cookie;
const typed: Session = { refreshToken: undefined, password: 'typed', answer: () => 'here', over: false };

/** A browser with these cookies, which may come only while it is looked at. */
const browserWith = (cookies: () => readonly Cookie[]): BrowserContext =>
  ({ browser: () => ({ isConnected: () => true }), cookies: () => Promise.resolve(cookies()) }) as unknown as BrowserContext;

/** A witness that joins whatever session the browser has, and writes down what it ends. */
const witnessThat = (ended: string[]): Witness => ({
  silentLogin: () => Promise.resolve('unclear'),
  join: ([cookie]) => Promise.resolve(cookie && { sid: 'one', refreshToken: `token ${cookie.value}` }),
  refresh: (refreshToken) => Promise.resolve({ result: 'unclear', refreshToken }),
  end: (refreshToken) => Promise.resolve(ended.push(refreshToken) > 0),
});

async function ending(session: Session, cookies: () => readonly Cookie[] = () => [], within = 1_000) {
  const ended: string[] = [];
  const result = await cleanUp({
    tabs: browserWith(cookies),
    witness: witnessThat(ended),
    session,
    realms: ['lab'],
    publicUrl: 'https://sso.example',
    signal: AbortSignal.timeout(within),
  });
  return [result, ...ended];
}

describe("the gate's own session", () => {
  it('is ended with the token of the witness, or with the cookies of the browser', async () => {
    expect(await ending({ ...typed, password: 'not typed' })).toEqual(['not-needed']);
    expect(await ending({ ...typed, refreshToken: 'token of before' })).toEqual(['ended', 'token of before']);
    expect(await ending(typed, () => [identity])).toEqual(['ended', 'token of the browser']);
    expect(await ending(typed)).toEqual(['already-ended']);
  });

  it('is waited for while the login is not answered, and ended then', async () => {
    let looks = 0;
    const late = (): readonly Cookie[] => ((looks += 1) > 5 ? [identity] : []);
    expect(await ending({ ...typed, answer: () => 'awaited' }, late)).toEqual(['ended', 'token of the browser']);
  });

  it('may be left where the answer to the login never came', async () => {
    expect(await ending({ ...typed, answer: () => 'awaited' }, undefined, 300)).toEqual(['failed']);
    expect(await ending({ ...typed, answer: () => 'lost' })).toEqual(['failed']);
  });

  it('is no longer waited for than is allowed, whatever hangs', async () => {
    const never = {
      browser: () => ({ isConnected: () => true }),
      cookies: () => new Promise(() => undefined),
    } as unknown as BrowserContext;
    const hanging = { tabs: never, witness: undefined, session: typed, realms: ['lab'], publicUrl: 'https://sso.example' };
    expect(await cleanUp({ ...hanging, signal: AbortSignal.timeout(100) })).toBe('failed');
  });

  it('is the second one where the application logged the browser in again after the logout', async () => {
    const loggedInAgain = leftAfter({ refresh: 'refused', silentLogin: { oldCookies: 'refused', browser: 'allowed' } }, 'token of before');
    expect(await ending({ ...typed, ...loggedInAgain }, () => [identity])).toEqual(['ended', 'token of the browser']);
  });
});

it('what is left to end follows from the proofs', () => {
  const silentLogin = { oldCookies: 'refused', browser: 'refused' } as const;
  expect(leftAfter({ refresh: 'refused', silentLogin }, 'token')).toEqual({ refreshToken: undefined, over: true });
  expect(leftAfter({ refresh: 'refused', silentLogin: { ...silentLogin, browser: 'unclear' } }, 'token')).toEqual({
    refreshToken: undefined,
    over: false,
  });
  expect(leftAfter({ refresh: 'allowed', silentLogin }, 'token')).toEqual({ refreshToken: 'token', over: false });
  expect(leftAfter({}, undefined)).toEqual({ refreshToken: undefined, over: false });
});
