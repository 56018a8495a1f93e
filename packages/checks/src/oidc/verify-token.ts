import { asGate } from '../as-gate.ts';
import { patience } from './look-again.ts';

interface Against {
  readonly keys: string;
  readonly issuer: string;
  readonly clientId: string;
}

/** What a token's header says, and whether it verifies. */
export interface Verified {
  /** Else the verifier's name of the reason. */
  readonly verified: true | string;
  readonly keyId?: string;
  readonly algorithm?: string;
  readonly audienceHasClient: boolean;
  /** Whom it is of: never a part of the evidence. */
  readonly sub?: string;
}

/** Verifies signature, issuer and expiry of an access token by the keys at this address. Throws where these cannot be had. */
export async function verifyToken(token: string, { keys, issuer, clientId }: Against): Promise<Verified> {
  const jose = await import('jose');
  const { kid, alg } = jose.decodeProtectedHeader(token);
  const { aud = [], sub } = jose.decodeJwt(token);
  const told = {
    ...(kid === undefined ? {} : { keyId: kid }),
    ...(alg === undefined ? {} : { algorithm: alg }),
    audienceHasClient: [aud].flat().includes(clientId),
    ...(sub === undefined ? {} : { sub }),
  };
  try {
    await jose.jwtVerify(token, jose.createRemoteJWKSet(new URL(keys), { timeoutDuration: patience, headers: asGate }), { issuer });
    return { verified: true, ...told };
  } catch (error) {
    // As fetch says it, where it is a wait that was too long.
    if (error instanceof jose.errors.JWKSTimeout) throw new DOMException(error.message, 'TimeoutError');
    if (error instanceof jose.errors.JOSEError) return { verified: error.code, ...told };
    throw error;
  }
}
