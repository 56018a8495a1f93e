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
