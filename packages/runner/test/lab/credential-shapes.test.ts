import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRedactor } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { credentialShapesIn } from './credential-shapes.ts';
import { repository } from './verify.ts';

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl';
const code = '0f8c1e2a-4b1d-4c39-9f6e-1d2c3b4a5f60.7a6b5c4d-1111-4222-8333-abcdefabcdef.3f2e1d0c';
const session = '7a6b5c4d-1111-4222-8333-abcdefabcdef';

const samples = [
  ['a token', `verified ${token} by its key`],
  ['a token', `{"cookies":[{"name":"KEYCLOAK_IDENTITY","value":"${token}"}]}`],
  ['a code', `GET https://portal.example/callback?code=${code}`],
  ['a code', `"url":"https://portal.example/callback?state=x&code=${code}"`],
  ['a code', `https://portal.example/callback#code=${code}`],
  ['a session', `https://portal.example/callback?session_state=${session}&iss=x`],
  ['a session', `/realms/main/login-actions/authenticate?session_code=${session}&client_id=portal`],
  ['a hint', '/logout?id_token_hint=opaque-0123456789&client_id=portal'],
  ['a SAML message', 'SAMLResponse=PHNhbWxwOlJlc3BvbnNlIHhtbG5z&RelayState=x'],
  ['a cookie', 'Set-Cookie: AUTH_SESSION_ID=0123456789abcdef; Path=/realms/main/'],
  ['a cookie', '{"cookie":"session=0123456789abcdef; theme=a"}'],
  ['a cookie', '{"set-cookie":["theme=a; Path=/","session=0123456789abcdef; Path=/"],"status":"200"}'],
  ['an authorization', 'Authorization: Bearer 0123456789abcdef'],
  ['an authorization', '{"authorization":"Basic Z2F0ZTpzZWNyZXQ="}'],
  ['a code', `redirect_uri=https%3A%2F%2Fportal.example%2F%3Fcode%3D${code}`],
  // KC_RESTART is encrypted, and has no second part.
  ['a token', 'KC_RESTART=eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0..aXY0aXY0aXY0.c2lnbmF0dXJl'],
  ['a code', `<td>/callback?iss=x&amp;code=${code}</td>`],
  ['a code', String.raw`https://portal.example/callback?iss=x\u0026code=${code}`],
  ['an authorization', String.raw`"{\"authorization\":\"Bearer 0123456789abcdef\"}"`],
  ['a cookie', String.raw`"{\"set-cookie\":[\"session=0123456789abcdef\"]}"`],
] as const;

/** As a file of these bytes is read. */
const asRead = (text: string): string => Buffer.from(text).toString('latin1');

describe.each(samples)('%s', (name, sample) => {
  it(`is found in ${sample}`, () => {
    expect(credentialShapesIn(asRead(sample))).toEqual([name]);
  });

  it('is found no more once it was removed, however that is written', () => {
    const clean = createRedactor({ salt: 'salt' }).text(sample, true);
    expect(clean).not.toBe(sample);
    for (const written of [clean, encodeURIComponent(clean), JSON.stringify(clean), JSON.stringify(JSON.stringify(clean))])
      expect(credentialShapesIn(asRead(written))).toEqual([]);
  });
});

it.each([
  ['a code', `code=${code}&grant_type=authorization_code`],
  ['a session', `session_state=${session}, realm=main`],
])('%s is found where nothing removes it: %s', (name, sample) => {
  expect(credentialShapesIn(asRead(sample))).toEqual([name]);
});

it.each([
  'exited with code=1, and with code=137',
  'status_code=invalid_1234, error_code="unsupported_grant_type"',
  'if (x1) code=undefined; const code=document.title, code = x1.indexOf(y)',
  'type="CODE_TO_TOKEN_ERROR", error="invalid_code", code_id="session-1a2b3c4d", response_type="code"',
  'evidence/9ef087c35c1f4b0a8f6d2e1c9ef087c35c1f4b0a8f6d2e1c9ef087c35c1f4b0a.json',
  '?code=‹removed›&session_state=‹removed› Authorization: Bearer ‹credentials› Set-Cookie: ‹cookie› ‹token›',
  'id_token_hint=‹secret 1a2b3c4d:5e›&SAMLResponse=‹secret a SAML response›',
  'the Authorization header; Cookie: its SameSite and Secure attributes; `id_token_hint`, or that of another session',
])('nothing is found in %s', (text) => {
  expect(credentialShapesIn(asRead(text))).toEqual([]);
});

it('nothing is found in what the documentation says', () => {
  const folder = join(repository, 'docs');
  const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((name) => credentialShapesIn(readFileSync(join(folder, name)).toString('latin1')).length > 0)).toEqual([]);
});
