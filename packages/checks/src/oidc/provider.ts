import { defineCollector, gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { realmUrl } from '../login/place.ts';
import { getJson } from './answer.ts';
import { codes } from './codes.ts';

const strings = z.array(z.string());

/** What a realm says of itself: the discovery document as far as logins need it, and its public keys without their values. */
export const Provider = z.object({
  realm: z.string(),
  /** False when Keycloak says that it has no such realm. */
  exists: z.boolean(),
  issuer: z.string().optional(),
  /** The members of the document that are addresses, by name. */
  endpoints: z.record(z.string(), z.string()),
  responseTypes: strings,
  grantTypes: strings,
  challengeMethods: strings,
  idTokenAlgorithms: strings,
  keys: z.array(z.object({ id: z.string(), type: z.string(), use: z.string().optional(), algorithm: z.string().optional() })),
});
export type Provider = z.infer<typeof Provider>;

const Document = z.looseObject({
  issuer: z.string(),
  jwks_uri: z.string().optional(),
  response_types_supported: strings.default([]),
  grant_types_supported: strings.default([]),
  code_challenge_methods_supported: strings.default([]),
  id_token_signing_alg_values_supported: strings.default([]),
});
const Keys = z.object({
  keys: z.array(z.looseObject({ kid: z.string(), kty: z.string(), use: z.string().optional(), alg: z.string().optional() })),
});

/** The discovery document and the keys of a realm, at its public address. */
export const provider = defineCollector({
  id: 'oidc/provider',
  version: 1,
  title: 'The discovery document and the keys of a realm',
  vantage: 'outside',
  evidence: Provider,
  timeout: 90_000,
  settles: true,
  params: (_run, realm: string) => ({ realm }),
  collect: async ({ realm }, { run, signal }) => {
    const subject = `realm/${realm}`;
    const base = realmUrl(run.environment.keycloak.publicUrl, realm);
    const discovery = await getJson(`${base}/.well-known/openid-configuration`, subject, signal);
    if ('gap' in discovery) return { gaps: [discovery.gap] };
    if ('missing' in discovery) return { value: absent(realm) };
    const document = Document.safeParse(discovery.json);
    if (!document.success) return { gaps: [notKeycloak(subject, 'The discovery document lacks what every one has.')] };
    // Where clients would look, which is what is to be tested; the usual place only when the document names none.
    const jwks = await getJson(document.data.jwks_uri ?? `${base}/protocol/openid-connect/certs`, subject, signal);
    if ('gap' in jwks) return { gaps: [jwks.gap] };
    const keys = Keys.safeParse('json' in jwks ? jwks.json : undefined);
    if (!keys.success) return { gaps: [notKeycloak(subject, 'What is at `jwks_uri` is no set of keys.')] };
    return { value: providerOf(realm, document.data, keys.data.keys) };
  },
});

const notKeycloak = (subject: string, reason: string): ReturnType<typeof gap> => gap(codes.NOT_KEYCLOAK, { subject, reason });

const absent = (realm: string): Provider => ({
  realm,
  exists: false,
  endpoints: {},
  responseTypes: [],
  grantTypes: [],
  challengeMethods: [],
  idTokenAlgorithms: [],
  keys: [],
});

const providerOf = (realm: string, document: z.output<typeof Document>, keys: z.output<typeof Keys>['keys']): Provider => ({
  realm,
  exists: true,
  issuer: document.issuer,
  endpoints: Object.fromEntries(
    Object.entries(document).flatMap(([name, value]) => (isEndpoint(name) && typeof value === 'string' ? [[name, value]] : [])),
  ),
  responseTypes: document.response_types_supported,
  grantTypes: document.grant_types_supported,
  challengeMethods: document.code_challenge_methods_supported,
  idTokenAlgorithms: document.id_token_signing_alg_values_supported,
  keys: keys.map(({ kid, kty, use, alg }) => ({
    id: kid,
    type: kty,
    ...(use === undefined ? {} : { use }),
    ...(alg === undefined ? {} : { algorithm: alg }),
  })),
});

const isEndpoint = (name: string): boolean => name.endsWith('_endpoint') || name === 'jwks_uri' || name === 'check_session_iframe';
