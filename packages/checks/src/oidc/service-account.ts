import { defineCollector } from '@keycloak-release-gate/core';
import type { Application } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { realmUrl } from '../login/place.ts';
import { openidGap } from './openid-error.ts';
import { verifyToken } from './verify-token.ts';
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
      /** What Keycloak says of it once it was revoked; absent in older records. */
      afterRevocation: z.enum(['active', 'inactive', 'refused']).optional(),
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
          // Without it, the signature of an ID token from the token endpoint is not verified.
          execute: [oidc.enableNonRepudiationChecks, ...(await plainHttpFor(issuer.href))],
        },
      );
      const tokens = await oidc.clientCredentialsGrant(configuration);
      conceal(tokens.access_token);
      const asked = async (): Promise<'active' | 'inactive' | 'refused'> =>
        oidc.tokenIntrospection(configuration, tokens.access_token).then(
          ({ active }) => (active ? 'active' : 'inactive'),
          (error: unknown) => {
            if (error instanceof oidc.ResponseBodyError) return 'refused';
            throw error;
          },
        );
      const introspection = await asked();
      const { jwks_uri: keys = '', issuer: named } = configuration.serverMetadata();
      const granted: ServiceAccount['token'] = {
        kind: 'granted',
        ...(tokens.expires_in === undefined ? {} : { expiresIn: tokens.expires_in }),
        ...(await verifyToken(tokens.access_token, { keys, issuer: named, clientId: application.clientId })),
        introspection,
        afterRevocation: await oidc.tokenRevocation(configuration, tokens.access_token).then(asked, (error: unknown) => {
          if (error instanceof oidc.ResponseBodyError) return 'refused';
          throw error;
        }),
      };
      return { value: { application: application.id, token: granted } };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof oidc.ResponseBodyError) {
        const refused: ServiceAccount['token'] = { kind: 'refused', status: error.status, error: error.error };
        return { value: { application: application.id, token: refused } };
      }
      return { gaps: [openidGap(error, issuer.host, `application/${application.id}`)] };
    }
  },
});
