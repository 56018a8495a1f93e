import { expect, it } from 'vitest';
import { expiryOfCertificate, expiryOfToken, wordsOfExpiry } from './credential-expiry.ts';

const now = new Date('2026-11-23T20:00:00Z');
const token = (payload: object): string => `Bearer e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;

it('says when a token ended, or that it has not', () => {
  const words = (payload: object): string => wordsOfExpiry(expiryOfToken(token(payload)), now);
  expect(words({ exp: Date.parse('2026-11-23T19:00:00Z') / 1000 })).toBe('The token expired at 2026-11-23T19:00:00Z.');
  expect(words({ exp: Date.parse('2026-11-23T21:00:00Z') / 1000 })).toBe(
    'The token is valid until 2026-11-23T21:00:00Z, so it is not too old: it is of another cluster, or was revoked.',
  );
});

it.each([undefined, 'Basic Zm9v', 'Bearer opaque', 'Bearer a.b.c', token({}), token({ exp: 'soon' }), token({ exp: 1e300 })])(
  'says nothing of %s',
  (authorization) => {
    expect(wordsOfExpiry(expiryOfToken(authorization), now)).toBe('');
  },
);

it('says nothing of a certificate that cannot be read', () => {
  expect(wordsOfExpiry(expiryOfCertificate('no certificate'), now)).toBe('');
});
