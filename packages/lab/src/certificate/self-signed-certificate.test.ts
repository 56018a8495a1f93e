import { X509Certificate, createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { selfSignedCertificate } from './self-signed-certificate.ts';

test('the certificate is valid now, for its address, and signed by its own key', () => {
  const { key, cert } = selfSignedCertificate('lab-kubelet', '127.130.4.1');
  const parsed = new X509Certificate(cert);
  expect(parsed.verify(parsed.publicKey)).toBe(true);
  expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(parsed.checkIP('127.130.4.1')).toBe('127.130.4.1');
  expect(parsed.checkIP('127.0.0.1')).toBeUndefined();
  expect(parsed.validFromDate.getTime()).toBeLessThan(Date.now());
  expect(parsed.validToDate.getTime()).toBeGreaterThan(Date.now());
});

test('one that has run out is one that was valid, and RSA is to be had for software that knows nothing newer', () => {
  const valid = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-02-01T00:00:00Z') };
  const parsed = new X509Certificate(selfSignedCertificate('application', '127.30.1.11', { algorithm: 'rsa', valid }).cert);
  expect(parsed.verify(parsed.publicKey)).toBe(true);
  expect(parsed.publicKey.asymmetricKeyType).toBe('rsa');
  expect([parsed.validFromDate, parsed.validToDate]).toEqual([valid.from, valid.to]);
});
