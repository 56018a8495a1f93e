import { defineCollector } from '@keycloak-release-gate/core';
import type { Environment } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { realmUrl } from '../login/place.ts';
import { asGate } from '../as-gate.ts';
import { patience } from './look-again.ts';
import { verifyToken } from './verify-token.ts';

/** A token that the realm just gave, by its key. */
export const FreshToken = z.object({
  realm: z.string(),
  token: z.discriminatedUnion('kind', [
    /** No client of the realm can be asked for one, or it got none: other checks say why. */
    z.object({ kind: z.literal('none') }),
    z.object({
      kind: z.literal('granted'),
      keyId: z.string().optional(),
      algorithm: z.string().optional(),
      /** Whether signature, issuer and expiry verify against the realm's keys; else the verifier's name of the reason. */
      verified: z.union([z.literal(true), z.string()]),
    }),
  ]),
});
export type FreshToken = z.infer<typeof FreshToken>;

/** A token of the gate's own client, or of a service account: what signs now, beside what is published. */
export const freshToken = defineCollector({
  id: 'oidc/fresh-token',
  version: 1,
  title: 'A token that the realm just gave',
  vantage: 'outside',
  evidence: FreshToken,
  timeout: 60_000,
  settles: true,
  params: (_run, realm: string) => ({ realm }),
  collect: async ({ realm }, { run, secret, conceal, signal }) => {
    const none = { value: { realm, token: { kind: 'none' as const } } };
    const client = clientIn(run.environment, realm);
    if (client === undefined) return none;
    const issuer = realmUrl(run.environment.keycloak.publicUrl, realm);
    try {
      const answer = await fetch(`${issuer}/protocol/openid-connect/token`, {
        method: 'POST',
        headers: asGate,
        body: new URLSearchParams({ grant_type: 'client_credentials', client_id: client.clientId, client_secret: secret(client.secret) }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
      });
      const granted = Granted.safeParse(await answer.json());
      if (!granted.success) return none;
      const { access_token: token } = granted.data;
      conceal(token);
      const {
        audienceHasClient: _,
        sub: _who,
        ...seen
      } = await verifyToken(token, {
        keys: `${issuer}/protocol/openid-connect/certs`,
        issuer,
        clientId: client.clientId,
      });
      return { value: { realm, token: { kind: 'granted' as const, ...seen } } };
    } catch (error) {
      signal.throwIfAborted();
      // No answer, not in time, or not one of Keycloak: the discovery document's look says so.
      if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError) return none;
      if (error instanceof Error && 'code' in error) return none;
      throw error;
    }
  },
});

const Granted = z.object({ access_token: z.string() });

function clientIn(
  { gate, applications }: Environment,
  realm: string,
): Pick<Environment['gate']['admin'], 'clientId' | 'secret'> | undefined {
  if (gate.admin.realm === realm) return gate.admin;
  for (const { realm: of, clientId, login } of applications)
    if (of === realm && login.kind === 'service') return { clientId, secret: login.clientSecret };
  return undefined;
}
