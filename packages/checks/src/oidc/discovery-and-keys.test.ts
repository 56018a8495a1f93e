import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoveryAndKeys } from './discovery-and-keys.ts';
import type { FreshToken } from './fresh-token.ts';
import { Provider } from './provider.ts';

// Recorded from Keycloak, each at an address of its own.
const read = (version: string): Provider =>
  Provider.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', `provider-${version}.json`), 'utf8')));
const now = read('26.7.4');
const issuer = 'http://127.0.20.1:18080/realms/lab';

const { check } = discoveryAndKeys;
const judge = (seen: Provider, before?: Provider, expected: object = { issuer }, token: FreshToken['token'] = { kind: 'none' }) =>
  check.judge({ now: seen, before, fresh: { realm: 'lab', token } }, check.expects.parse(expected), { now: '2026-11-23T21:00:00Z' });
const told = (...seen: Parameters<typeof judge>): string[] => judge(...seen).findings.map(({ code, message }) => `${code}: ${message}`);

it('finds nothing wrong with a healthy realm, and tells what it saw', () => {
  expect(judge(now)).toEqual({
    findings: [],
    facts: [
      { name: 'issuer', value: issuer },
      { name: 'signing keys', value: 'RS256 (RSA)' },
    ],
  });
});

it('finds one cause where the realm is at another address: the issuer', () => {
  expect(told(now, undefined, { issuer: 'https://sso.example/realms/lab' })).toEqual([`oidc/ISSUER_MISMATCH: The issuer is "${issuer}".`]);
});

it('finds an endpoint at another address', () => {
  const seen = { ...now, endpoints: { ...now.endpoints, token_endpoint: 'http://10.0.0.7:8080/realms/lab/protocol/openid-connect/token' } };
  expect(told(seen)).toEqual([
    'oidc/ENDPOINT_ELSEWHERE: Not at http://127.0.20.1:18080: token_endpoint (http://10.0.0.7:8080/realms/lab/protocol/openid-connect/token).',
  ]);
});

it('finds a missing endpoint, flow, and key', () => {
  const { end_session_endpoint: _gone, ...endpoints } = now.endpoints;
  const keys = now.keys.filter(({ use }) => use !== 'sig');
  expect(told({ ...now, endpoints, keys, grantTypes: ['authorization_code', 'refresh_token'] })).toEqual([
    'oidc/ENDPOINT_MISSING: The discovery document names no end_session_endpoint.',
    'oidc/FLOW_MISSING: Not supported: grant type client_credentials.',
    `oidc/NO_SIGNING_KEY: Of its ${keys.length} public keys none is for signatures.`,
  ]);
});

it('finds two keys of one id', () => {
  const [key] = now.keys;
  expect(told({ ...now, keys: [...now.keys, ...(key ? [key] : [])] })).toEqual([
    `oidc/KEY_ID_TWICE: More than one key has the id ${key?.id}.`,
  ]);
});

it('finds a realm that is not there', () => {
  expect(told({ ...now, exists: false })).toEqual(['oidc/REALM_MISSING: Keycloak says that it has no realm "lab".']);
});

it('compares with before the release: what is new harms nobody, what is gone does; new keys are told', () => {
  const before: Provider = { ...now, keys: [], idTokenAlgorithms: [...now.idTokenAlgorithms, 'XX1'] };
  expect(told(now, { ...now, grantTypes: ['authorization_code'] })).toEqual([]);
  expect(told(now, before)).toEqual(['oidc/DISCOVERY_CHANGED: algorithm XX1 is gone.']);
  const [key] = now.keys;
  expect(judge(now, { ...before, keys: now.keys.map((each) => (each === key ? { ...each, id: 'old' } : each)) }).facts?.at(-1)).toEqual({
    name: 'keys since before the release',
    value: `old went, ${key?.id} came`,
  });
});

it('finds nothing in the upgrade from 26.4.0 to 26.7.4 at one address', () => {
  const there = JSON.stringify(read('26.4.0')).replaceAll('127.0.20.2', '127.0.20.1');
  expect(told(now, Provider.parse(JSON.parse(there)))).toEqual([]);
});

describe('a token that the realm just gave', () => {
  const key = now.keys.find(({ use }) => use === 'sig')?.id ?? '';
  const granted = { kind: 'granted', keyId: key, algorithm: 'RS256', verified: true } as const;
  const judged = (token: FreshToken['token'], seen = now, expected = { issuer }): string[] =>
    judge(seen, undefined, expected, token).findings.map(({ code, message }) => `${code}: ${message}`);

  it('is well when it verifies, and is told of', () => {
    expect(judge(now, undefined, { issuer }, granted)).toMatchObject({
      findings: [],
      facts: [{ name: 'issuer' }, { name: 'signing keys' }, { name: 'a fresh token is signed with', value: 'RS256' }],
    });
  });

  it('is found to be signed with a key that is not published', () => {
    expect(judged({ ...granted, keyId: 'other', verified: 'ERR_JWKS_NO_MATCHING_KEY' })).toEqual([
      `oidc/KEY_NOT_PUBLISHED: A token that the realm just gave is signed with the key "other", which is not among its ${now.keys.length} published ones.`,
    ]);
  });

  it('is found not to verify', () => {
    expect(judged({ ...granted, verified: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })).toEqual([
      'oidc/TOKEN_INVALID: Verifying a token that the realm just gave gives ERR_JWS_SIGNATURE_VERIFICATION_FAILED.',
    ]);
  });

  it('tells no second cause where the issuer is another one, or no key signs', () => {
    const broken = { ...granted, verified: 'ERR_JWT_CLAIM_VALIDATION_FAILED' } as const;
    expect(judged(broken, now, { issuer: 'https://sso.example/realms/lab' }).map((line) => line.split(':')[0])).toEqual([
      'oidc/ISSUER_MISMATCH',
    ]);
    expect(judged(broken, { ...now, keys: now.keys.filter(({ use }) => use !== 'sig') }).map((line) => line.split(':')[0])).toEqual([
      'oidc/NO_SIGNING_KEY',
    ]);
  });
});
