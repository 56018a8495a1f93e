import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { complaintOf, readLoginPage } from './login-page.ts';

const recorded = (name: string): string => readFileSync(new URL(`./fixtures/${name}.html`, import.meta.url), 'utf8');

describe.each(['24.0.5', '26.7.4'])('the pages of %s', (version) => {
  test('a login page', () => {
    const page = readLoginPage(recorded(`${version}-login`));
    expect(page).toMatchObject({ kind: 'credentials', username: true, password: true });
    expect(page.kind === 'credentials' && page.action).toMatch(
      /^https:\/\/localhost\/realms\/master\/login-actions\/authenticate\?session_code=[\w-]+&execution=[\w-]+&client_id=account-console&tab_id=/,
    );
    expect(complaintOf(recorded(`${version}-login`))).toBeUndefined();
  });
  test('it comes again after a wrong password, and says so', () => {
    expect(readLoginPage(recorded(`${version}-wrong-password`)).kind).toBe('credentials');
    expect(complaintOf(recorded(`${version}-wrong-password`))).toBe('Invalid username or password.');
  });
  test('an error page has its words', () =>
    expect(readLoginPage(recorded(`${version}-error`))).toEqual({ kind: 'other', says: 'Client not found.' }));
});

test('a theme of one’s own, which asks for the name first', () =>
  expect(
    readLoginPage(
      `<form action="/search"><input name="q"></form><form method=post action="/realms/a/login-actions/authenticate?a=1&amp;b=2"><input type=text name="username"/></form>`,
    ),
  ).toEqual({ kind: 'credentials', action: '/realms/a/login-actions/authenticate?a=1&b=2', username: true, password: false }));

test('a form that asks for a one-time code is another page', () =>
  expect(readLoginPage(`<title>Sign in</title><form action="/realms/a/login-actions/authenticate?a=1"><input name="otp"></form>`)).toEqual({
    kind: 'other',
    says: 'Sign in',
  }));

test('a form that leads elsewhere is no login', () =>
  expect(readLoginPage(`<title>News</title><form action="/newsletter"><input name="username"><input name="password"></form>`)).toEqual({
    kind: 'other',
    says: 'News',
  }));
