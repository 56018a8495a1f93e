import { asGate } from '../as-gate.ts';

/** Milliseconds for one answer. */
const patience = 10_000;

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
    if (error instanceof jose.errors.JOSEError && error.code !== 'ERR_JWKS_TIMEOUT') return { verified: error.code, ...told };
    throw error;
  }
}
