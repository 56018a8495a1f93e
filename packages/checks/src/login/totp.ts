import { createHmac } from 'node:crypto';

/** Seconds that a code is valid: Keycloak's default, and that of every authenticator. */
export const period = 30;

/** The number of the thirty seconds in which a time (milliseconds since 1970) lies. */
export const timeStep = (time: number): number => Math.floor(time / 1000 / period);

/**
 * The one-time code of a time step (RFC 6238 with SHA-1 and six digits). `seed` is in base 32, spaces and padding allowed.
 * Throws a RangeError, without the seed in it, when it is not base 32.
 */
export function oneTimeCode(seed: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', fromBase32(seed)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Buffer {
  const clean = text.replace(/[\s=]/g, '').toUpperCase();
  if (!/^[A-Z2-7]+$/.test(clean)) throw new RangeError('the seed is not base 32');
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const character of clean) {
    buffer = ((buffer << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}
