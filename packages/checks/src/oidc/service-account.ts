import { defineCollector } from '@keycloak-release-gate/core';
import type { Application } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { realmUrl } from '../login/place.ts';
import { networkGap } from './answer.ts';
import { plainHttpFor } from './plain-http.ts';

/** Milliseconds for one answer. */
const patience = 10_000;

/** What came of asking for a token, and of the token. */
export const ServiceAccount = z.object({
  application: z.string(),
  token: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('refused'), status: z.number().int(), error: z.string() }),
    z.object({
      kind: z.literal('granted'),
      /** Seconds. */
      expiresIn: z.number().optional(),
      /** Whether signature, issuer and expiry verify against the realm's keys; else the verifier's name of the reason. */
      verified: z.union([z.literal(true), z.string()]),
      keyId: z.string().optional(),
      algorithm: z.string().optional(),
      /** The client is in the token's audience: only then does Keycloak tell it whether the token is active. */
      audienceHasClient: z.boolean(),
      introspection: z.enum(['active', 'inactive', 'refused']),
    }),
  ]),
});
export type ServiceAccount = z.infer<typeof ServiceAccount>;

/** Gets a token as a service account does, verifies it by the realm's keys, and asks Keycloak whether it is active. */
export const serviceAccount = defineCollector({
  id: 'oidc/service-account',
  version: 1,
  title: 'A token of a service account',
  evidence: ServiceAccount,
  timeout: 45_000,
  params: (_run, application: Application) => ({ application: application.id }),
  collect: async (params, { run, secret, conceal, signal }) => {
    const application = run.environment.applications.find(({ id }) => id === params.application);
    if (application?.login.kind !== 'service') throw new Error(`"${params.application}" is no service account of the environment.`);
    const issuer = new URL(realmUrl(run.environment.keycloak.publicUrl, application.realm));
    const oidc = await import('openid-client');
    const limited = AbortSignal.any([signal, AbortSignal.timeout(patience * 3)]);
    try {
      const configuration = await oidc.discovery(
        issuer,
        application.clientId,
        undefined,
        oidc.ClientSecretPost(secret(application.login.clientSecret)),
        {
          timeout: patience / 1000,
          [oidc.customFetch]: (url, options) =>
            fetch(url, { ...options, body: options.body instanceof URLSearchParams ? options.body : null, signal: limited }),
          execute: await plainHttpFor(issuer.href),
        },
      );
      const tokens = await oidc.clientCredentialsGrant(configuration);
      conceal(tokens.access_token);
      const introspection = await oidc.tokenIntrospection(configuration, tokens.access_token).then(
        ({ active }) => (active ? ('active' as const) : ('inactive' as const)),
        (error: unknown) => {
          if (error instanceof oidc.ResponseBodyError) return 'refused' as const;
          throw error;
        },
      );
      const { jwks_uri: keys = '', issuer: named } = configuration.serverMetadata();
      const granted: ServiceAccount['token'] = {
        kind: 'granted',
        ...(tokens.expires_in === undefined ? {} : { expiresIn: tokens.expires_in }),
        ...(await verify(tokens.access_token, { keys, issuer: named, clientId: application.clientId })),
        introspection,
      };
      return { value: { application: application.id, token: granted } };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof oidc.ResponseBodyError) {
        const refused: ServiceAccount['token'] = { kind: 'refused', status: error.status, error: error.error };
        return { value: { application: application.id, token: refused } };
      }
      return { gaps: [networkGap(rootOf(error), issuer.host, `application/${application.id}`)] };
    }
  },
});

interface Against {
  readonly keys: string;
  readonly issuer: string;
  readonly clientId: string;
}

type Verified = Pick<Extract<ServiceAccount['token'], { kind: 'granted' }>, 'verified' | 'keyId' | 'algorithm' | 'audienceHasClient'>;

async function verify(token: string, { keys, issuer, clientId }: Against): Promise<Verified> {
  const jose = await import('jose');
  const { kid, alg } = jose.decodeProtectedHeader(token);
  const { aud = [] } = jose.decodeJwt(token);
  const told = {
    ...(kid === undefined ? {} : { keyId: kid }),
    ...(alg === undefined ? {} : { algorithm: alg }),
    audienceHasClient: [aud].flat().includes(clientId),
  };
  try {
    await jose.jwtVerify(token, jose.createRemoteJWKSet(new URL(keys), { timeoutDuration: patience }), { issuer });
    return { verified: true, ...told };
  } catch (error) {
    if (error instanceof jose.errors.JOSEError && error.code !== 'ERR_JWKS_TIMEOUT') return { verified: error.code, ...told };
    throw error;
  }
}

/** openid-client wraps what went wrong on the network: fetch throws a TypeError, a deadline a DOMException. */
function rootOf(error: unknown): unknown {
  if (error instanceof TypeError || error instanceof DOMException || !(error instanceof Error) || error.cause === undefined) return error;
  return rootOf(error.cause);
}
