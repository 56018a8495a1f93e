import { X509Certificate } from 'node:crypto';
import { z } from 'zod';

/** When what the gate logs in with ends, where that can be told without asking anybody. */
export interface CredentialExpiry {
  readonly what: 'token' | 'client certificate';
  readonly at: Date;
}

const Claims = z.object({ exp: z.number() });

/** When a bearer token ends by its own words (a JWT's `exp`, RFC 7519 §4.1.4). It is not verified: the server does that. */
export function expiryOfToken(authorization: string | undefined): CredentialExpiry | undefined {
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]*$/.exec(authorization ?? '')?.[1];
  if (payload === undefined) return undefined;
  try {
    const claims = Claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    return claims.success ? { what: 'token', at: new Date(claims.data.exp * 1000) } : undefined;
  } catch {
    // Tokens need not be JWTs: such a one does not tell when it ends.
    return undefined;
  }
}

/** When a client certificate (PEM) ends. */
export function expiryOfCertificate(pem: string | Buffer): CredentialExpiry | undefined {
  try {
    return { what: 'client certificate', at: new Date(new X509Certificate(pem).validTo) };
  } catch {
    // A certificate that cannot be read is found when the connection is made, and said there.
    return undefined;
  }
}

/** What its end says about a refusal, as a sentence; empty where it says nothing. */
export function wordsOfExpiry(expiry: CredentialExpiry | undefined, now: Date): string {
  if (!expiry || Number.isNaN(expiry.at.getTime())) return '';
  const at = expiry.at.toISOString().replace('.000Z', 'Z');
  return expiry.at > now
    ? `The ${expiry.what} is valid until ${at}, so it is not too old: it is of another cluster, or was revoked.`
    : `The ${expiry.what} expired at ${at}.`;
}
