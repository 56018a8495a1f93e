import { expect, it } from 'vitest';
import type { ServiceAccount } from './service-account.ts';
import { serviceToken } from './service-token.ts';

type Granted = Extract<ServiceAccount['token'], { kind: 'granted' }>;
const good: Granted = {
  kind: 'granted',
  expiresIn: 300,
  verified: true,
  keyId: 'key',
  algorithm: 'RS256',
  audienceHasClient: true,
  introspection: 'active',
};

const judge = (token: ServiceAccount['token']) =>
  serviceToken.check.judge({ seen: { application: 'service', token } }, {}, { now: '2026-11-23T21:00:00Z' });
const told = (token: ServiceAccount['token']): string[] =>
  judge(token).findings.map(({ code, subject, message }) => `${code} ${subject}: ${message}`);

it('finds nothing wrong with a good token, and tells what it is', () => {
  expect(judge(good)).toEqual({
    findings: [],
    facts: [
      { name: 'signed with', value: 'RS256' },
      { name: 'valid for', value: 300, unit: 's' },
      { name: 'active by introspection', value: 'yes' },
    ],
  });
});

// Keycloak's answer to a wrong secret, 26.7.4.
it('finds a refused client', () => {
  expect(told({ kind: 'refused', status: 401, error: 'unauthorized_client' })).toEqual([
    'oidc/TOKEN_REFUSED application/service: Keycloak answered HTTP 401, unauthorized_client.',
  ]);
});

it('finds a token that does not verify, and no second cause in its introspection', () => {
  expect(told({ ...good, verified: 'ERR_JWKS_NO_MATCHING_KEY', introspection: 'inactive' })).toEqual([
    'oidc/TOKEN_INVALID application/service: Verifying the token gives ERR_JWKS_NO_MATCHING_KEY.',
  ]);
});

it('finds a good token that Keycloak calls inactive', () => {
  expect(told({ ...good, introspection: 'inactive' })).toEqual([
    'oidc/TOKEN_INACTIVE application/service: Keycloak calls a token inactive that it gave a moment before.',
  ]);
});

it('takes "inactive" for no answer where the client is not in the audience, as from Keycloak 26.7 on', () => {
  expect(judge({ ...good, audienceHasClient: false, introspection: 'inactive' })).toEqual({
    findings: [],
    facts: [
      { name: 'signed with', value: 'RS256' },
      { name: 'valid for', value: 300, unit: 's' },
      { name: 'active by introspection', value: 'not to be asked by this client' },
    ],
  });
});

it('finds a token that outlives its revocation, and tells of one that does not', () => {
  expect(told({ ...good, afterRevocation: 'active' })).toEqual([
    'oidc/TOKEN_ALIVE application/service: Keycloak calls a token active that was revoked a moment before.',
  ]);
  expect(judge({ ...good, afterRevocation: 'inactive' }).facts?.at(-1)).toEqual({ name: 'inactive once it is revoked', value: true });
  expect(told({ ...good, introspection: 'inactive', audienceHasClient: false, afterRevocation: 'inactive' })).toEqual([]);
});

it('finds a refresh token that is refused while it is fresh, or taken once it is revoked', () => {
  expect(told({ ...good, refresh: { fresh: 'refused', afterRevocation: 'refused' } })).toEqual([
    'oidc/TOKEN_INACTIVE application/service: Keycloak refuses a refresh token that it gave a moment before.',
  ]);
  expect(told({ ...good, refresh: { fresh: 'taken', afterRevocation: 'taken' } })).toEqual([
    'oidc/TOKEN_ALIVE application/service: Keycloak takes a refresh token that was revoked a moment before.',
  ]);
  expect(judge({ ...good, refresh: { fresh: 'taken', afterRevocation: 'refused' } })).toMatchObject({
    findings: [],
    facts: [{}, {}, {}, { name: 'refreshed, and no more once it is revoked', value: true }],
  });
});

it('tells one cause of a token that nobody takes any more', () => {
  expect(told({ ...good, introspection: 'inactive', userinfo: 'refused' })).toEqual([
    'oidc/TOKEN_INACTIVE application/service: Keycloak calls a token inactive that it gave a moment before.',
  ]);
  expect(told({ ...good, userinfo: 'refused' })).toEqual([
    'oidc/USERINFO application/service: The userinfo endpoint refuses a token that was given a moment before.',
  ]);
});
