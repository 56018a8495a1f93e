import { defineCheck, finding, optionalBaseline } from '@keycloak-release-gate/core';
import type { Fact, Finding, Judgement } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { realmUrl } from '../login/place.ts';
import { certificateSound } from './certificate.ts';
import { codes } from './codes.ts';
import { freshToken } from './fresh-token.ts';
import type { FreshToken } from './fresh-token.ts';
import { provider } from './provider.ts';
import type { Provider } from './provider.ts';

/** What a login by authorization code, its logout and its tokens need. */
const neededEndpoints = ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'end_session_endpoint', 'jwks_uri'] as const;

const Expected = z.object({
  /** As it has to stand in tokens. */
  issuer: z.url(),
  grantTypes: z.array(z.string()).default(['authorization_code', 'refresh_token', 'client_credentials']),
  responseTypes: z.array(z.string()).default(['code']),
});

/** A realm is where clients look for it, says so, and has a key to sign with. One per realm. */
export const discoveryAndKeys = defineCheck({
  id: 'oidc/discovery-and-keys',
  title: 'The realm is found at its public address, with its keys',
  why: 'Every client reads issuer, endpoints and keys from here; when they are wrong, no login works, whatever the pods say.',
  about: (realm: string) => realm,
  needs: [certificateSound],
  reads: { now: provider, before: optionalBaseline(provider), fresh: freshToken },
  expects: Expected,
  expected: ({ environment }, realm) => ({ issuer: realmUrl(environment.keycloak.publicUrl, realm) }),
  judge: ({ now, before, fresh }, expected) => judge(now, before, fresh, expected),
});

function judge(now: Provider, before: Provider | undefined, fresh: FreshToken, expected: z.output<typeof Expected>): Judgement {
  const subject = `realm/${now.realm}`;
  if (!now.exists)
    return { findings: [finding(codes.REALM_MISSING, { subject, message: `Keycloak says that it has no realm "${now.realm}".` })] };
  const signing = now.keys.filter(({ use }) => use === undefined || use === 'sig');
  return {
    findings: [
      ...issuerFindings(subject, now, expected.issuer),
      ...endpointFindings(subject, now, expected.issuer),
      ...flowFindings(subject, now, expected),
      ...keyFindings(subject, now, signing),
      ...(signing.length > 0 && now.issuer === expected.issuer ? tokenFindings(subject, now, fresh) : []),
      ...(before?.exists ? changes(subject, before, now) : []),
    ],
    facts: [
      { name: 'issuer', value: now.issuer ?? '' },
      { name: 'signing keys', value: signing.map(({ algorithm = '?', type }) => `${algorithm} (${type})`).join(', ') },
      ...(fresh.token.kind === 'granted' ? [{ name: 'a fresh token is signed with', value: fresh.token.algorithm ?? '?' }] : []),
      ...(before?.exists ? rotation(before, now) : []),
    ],
  };
}

function issuerFindings(subject: string, { issuer = '' }: Provider, expected: string): Finding[] {
  return issuer === expected
    ? []
    : [finding(codes.ISSUER_MISMATCH, { subject, message: `The issuer is "${issuer}".`, expected, actual: issuer })];
}

function endpointFindings(subject: string, { endpoints, issuer }: Provider, expected: string): Finding[] {
  const missing = neededEndpoints
    .filter((name) => endpoints[name] === undefined)
    .map((name) => finding(codes.ENDPOINT_MISSING, { subject, message: `The discovery document names no ${name}.`, expected: name }));
  // With a wrong issuer, wrong endpoints are its consequence.
  if (issuer !== expected) return missing;
  const { origin } = new URL(expected);
  const elsewhere = Object.entries(endpoints).filter(([, url]) => !url.startsWith(`${origin}/`));
  return [
    ...missing,
    ...(elsewhere.length === 0
      ? []
      : [
          finding(codes.ENDPOINT_ELSEWHERE, {
            subject,
            message: `Not at ${origin}: ${elsewhere.map(([name, url]) => `${name} (${url})`).join(', ')}.`,
            expected: origin,
            actual: elsewhere.map(([, url]) => url),
          }),
        ]),
  ];
}

function flowFindings(subject: string, now: Provider, expected: z.output<typeof Expected>): Finding[] {
  const missing = [
    ...expected.grantTypes.filter((type) => !now.grantTypes.includes(type)).map((type) => `grant type ${type}`),
    ...expected.responseTypes.filter((type) => !now.responseTypes.includes(type)).map((type) => `response type ${type}`),
  ];
  return missing.length === 0
    ? []
    : [finding(codes.FLOW_MISSING, { subject, message: `Not supported: ${missing.join(', ')}.`, expected: missing })];
}

function keyFindings(subject: string, { keys }: Provider, signing: Provider['keys']): Finding[] {
  const twice = [...new Set(keys.map(({ id }) => id).filter((id, index, ids) => ids.indexOf(id) !== index))];
  return [
    ...(signing.length > 0
      ? []
      : [finding(codes.NO_SIGNING_KEY, { subject, message: `Of its ${keys.length} public keys none is for signatures.` })]),
    ...twice.map((id) => finding(codes.KEY_ID_TWICE, { subject, message: `More than one key has the id ${id}.`, actual: id })),
  ];
}

/** What signs must be among what is published, or every client refuses what it gets. */
function tokenFindings(subject: string, { keys }: Provider, { token }: FreshToken): Finding[] {
  if (token.kind === 'none' || token.verified === true) return [];
  const { keyId = '', verified } = token;
  if (keys.every(({ id }) => id !== keyId))
    return [
      finding(codes.KEY_NOT_PUBLISHED, {
        subject,
        message: `A token that the realm just gave is signed with the key "${keyId}", which is not among its ${keys.length} published ones.`,
        expected: keys.map(({ id }) => id),
        actual: keyId,
      }),
    ];
  return [
    finding(codes.TOKEN_INVALID, { subject, message: `Verifying a token that the realm just gave gives ${verified}.`, actual: verified }),
  ];
}

/** What was there before the release and is gone or elsewhere; what is new harms nobody. */
function changes(subject: string, before: Provider, now: Provider): Finding[] {
  const gone = (name: string, was: readonly string[], is: readonly string[]): string[] =>
    was.filter((one) => !is.includes(one)).map((one) => `${name} ${one} is gone`);
  const moved = Object.entries(before.endpoints)
    .filter(([name, url]) => now.endpoints[name] !== url)
    .map(([name, url]) => `${name} was ${url}${now.endpoints[name] === undefined ? ' and is gone' : ` and is ${now.endpoints[name]}`}`);
  const all = [
    ...moved,
    ...gone('response type', before.responseTypes, now.responseTypes),
    ...gone('grant type', before.grantTypes, now.grantTypes),
    ...gone('algorithm', before.idTokenAlgorithms, now.idTokenAlgorithms),
    ...gone('challenge method', before.challengeMethods, now.challengeMethods),
  ];
  return all.length === 0 ? [] : [finding(codes.DISCOVERY_CHANGED, { subject, message: `${all.join('; ')}.`, actual: all })];
}

/** Keys that came or went: clients that keep them for too long refuse tokens until they look again. */
function rotation(before: Provider, now: Provider): Fact[] {
  const gone = before.keys.filter(({ id }) => now.keys.every((key) => key.id !== id)).map(({ id }) => `${id} went`);
  const added = now.keys.filter(({ id }) => before.keys.every((key) => key.id !== id)).map(({ id }) => `${id} came`);
  return gone.length + added.length === 0 ? [] : [{ name: 'keys since before the release', value: [...gone, ...added].join(', ') }];
}
