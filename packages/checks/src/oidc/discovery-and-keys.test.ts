import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { discoveryAndKeys } from './discovery-and-keys.ts';
import { Provider } from './provider.ts';

// Recorded from Keycloak, each at an address of its own.
const read = (version: string): Provider =>
  Provider.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', `provider-${version}.json`), 'utf8')));
const now = read('26.7.4');
const issuer = 'http://127.0.20.1:18080/realms/lab';

const { check } = discoveryAndKeys;
const judge = (seen: Provider, before?: Provider, expected: object = { issuer }) =>
  check.judge({ now: seen, before }, check.expects.parse(expected), { now: '2026-11-23T21:00:00Z' });
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
  expect(judge(now, before).facts?.at(-1)).toEqual({ name: 'keys changed since before the release', value: true });
});

it('finds nothing in the upgrade from 26.4.0 to 26.7.4 at one address', () => {
  const there = JSON.stringify(read('26.4.0')).replaceAll('127.0.20.2', '127.0.20.1');
  expect(told(now, Provider.parse(JSON.parse(there)))).toEqual([]);
});
