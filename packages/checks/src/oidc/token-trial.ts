import type { CollectContext } from '@keycloak-release-gate/core';
import type { Configuration } from 'openid-client';
import { z } from 'zod';
import { verifyToken } from './verify-token.ts';

const told = z.enum(['active', 'inactive', 'refused']);

/** What came of asking for a token by a client's own secret, and of the token: everything that it is good for, and its end. */
export const TokenTrial = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('refused'), status: z.number().int(), error: z.string(), description: z.string().optional() }),
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
    /** The same of the ID token; absent where none came, and in older records. */
    idToken: z.union([z.literal(true), z.string()]).optional(),
    /** Whom the userinfo endpoint says that the token is of; absent where the token names nobody, and in older records. */
    userinfo: z.enum(['same', 'another', 'refused']).optional(),
    introspection: told,
    /** What Keycloak says of it once it was revoked; absent in older records. */
    afterRevocation: told.optional(),
    /** What the admin API makes of it then, where it may be asked. */
    adminAfterRevocation: z.enum(['taken', 'refused']).optional(),
    /** The refresh token, where the client gets one: as it came, and once it was revoked. */
    refresh: z.object({ fresh: z.enum(['taken', 'refused']), afterRevocation: z.enum(['taken', 'refused']) }).optional(),
  }),
]);
export type TokenTrial = z.infer<typeof TokenTrial>;

/** Where a token is taken beside the endpoints of the protocol. */
export type Taken = (token: string) => Promise<'taken' | 'refused' | 'unclear'>;

/**
 * Gets a token as a service account does, uses it for all that it is for, revokes it, and uses it again: where that leaves no error in
 * the realm's events, which are about people. Throws where there is no answer of Keycloak's.
 */
export async function tryToken(
  configuration: Configuration,
  conceal: CollectContext<unknown>['conceal'],
  atAdminApi?: Taken,
): Promise<TokenTrial> {
  const oidc = await import('openid-client');
  const { issuer, jwks_uri: keys = '' } = configuration.serverMetadata();
  const { client_id: clientId } = configuration.clientMetadata();
  const verify = (token: string): ReturnType<typeof verifyToken> => verifyToken(token, { keys, issuer, clientId });
  /** Undefined where Keycloak refuses; any other error is thrown. */
  const unlessRefused = async <T extends object>(answer: Promise<T>): Promise<T | undefined> => {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof oidc.ResponseBodyError || error instanceof oidc.WWWAuthenticateChallengeError) return undefined;
      throw error;
    }
  };
  let tokens;
  try {
    // With `openid` the token is one that the userinfo endpoint answers to.
    tokens = await oidc.clientCredentialsGrant(configuration, { scope: 'openid' });
  } catch (error) {
    if (!(error instanceof oidc.ResponseBodyError)) throw error;
    const { status, error: name, error_description: description } = error;
    return { kind: 'refused', status, error: name, ...(description === undefined ? {} : { description }) };
  }
  const { access_token: token, id_token: idToken, refresh_token: refreshToken } = tokens;
  for (const each of [token, idToken, refreshToken]) if (each !== undefined) conceal(each);
  const { sub: subject, ...seen } = await verify(token);
  const asked = async (): Promise<z.infer<typeof told>> => {
    const answer = await unlessRefused(oidc.tokenIntrospection(configuration, token));
    return answer === undefined ? 'refused' : answer.active ? 'active' : 'inactive';
  };
  const person = async (): Promise<'same' | 'another' | 'refused'> => {
    try {
      return (await unlessRefused(oidc.fetchUserInfo(configuration, token, subject ?? ''))) === undefined ? 'refused' : 'same';
    } catch (error) {
      if (error instanceof oidc.ClientError && error.code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') return 'another';
      throw error;
    }
  };
  const refreshed = async (): Promise<'taken' | 'refused'> =>
    (await unlessRefused(oidc.refreshTokenGrant(configuration, refreshToken ?? ''))) === undefined ? 'refused' : 'taken';
  const revoked = async (each: string): Promise<boolean> =>
    (await unlessRefused(oidc.tokenRevocation(configuration, each).then(() => ({})))) !== undefined;
  const introspection = await asked();
  const userinfo = subject === undefined ? undefined : await person();
  const before = await atAdminApi?.(token);
  const fresh = refreshToken === undefined ? undefined : await refreshed();
  const isRevoked = await revoked(token);
  if (refreshToken !== undefined) await revoked(refreshToken);
  const after = before === 'taken' && isRevoked ? await atAdminApi?.(token) : undefined;
  return {
    kind: 'granted',
    ...(tokens.expires_in === undefined ? {} : { expiresIn: tokens.expires_in }),
    ...seen,
    ...(idToken === undefined ? {} : { idToken: (await verify(idToken)).verified }),
    ...(userinfo === undefined ? {} : { userinfo }),
    introspection,
    afterRevocation: isRevoked ? await asked() : 'refused',
    ...(after === 'taken' || after === 'refused' ? { adminAfterRevocation: after } : {}),
    ...(fresh === undefined ? {} : { refresh: { fresh, afterRevocation: await refreshed() } }),
  };
}
