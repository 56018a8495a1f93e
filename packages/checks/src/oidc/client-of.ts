import type { Configuration } from 'openid-client';
import { fetchAsGate } from './fetch-as-gate.ts';
import { patience } from './look-again.ts';
import { plainHttpFor } from './plain-http.ts';

/**
 * A client of the realm, by the discovery document of its issuer: that this names the same issuer is verified, and so are the signatures
 * of ID tokens. Throws what openid-client throws.
 */
export async function clientOf(issuer: string, clientId: string, clientSecret: string, signal: AbortSignal): Promise<Configuration> {
  const oidc = await import('openid-client');
  return oidc.discovery(new URL(issuer), clientId, undefined, oidc.ClientSecretPost(clientSecret), {
    timeout: patience / 1000,
    [oidc.customFetch]: fetchAsGate(signal),
    // Without it, the signature of an ID token from the token endpoint is not verified.
    execute: [oidc.enableNonRepudiationChecks, ...(await plainHttpFor(issuer))],
  });
}
