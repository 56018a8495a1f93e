import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { certificateAuthority } from './certificate-authority.ts';

test('an authority vouches for the names that it is asked for, and for no other', () => {
  const authority = certificateAuthority('Company Root');
  const root = new X509Certificate(authority.cert);
  expect(root.ca).toBe(true);
  const issued = new X509Certificate(authority.issue({ dns: ['sso.example'], ipv4: ['127.0.0.1'] }).cert);
  expect(issued.ca).toBe(false);
  expect(issued.checkIssued(root)).toBe(true);
  expect(issued.verify(root.publicKey)).toBe(true);
  expect(issued.checkHost('sso.example')).toBe('sso.example');
  expect(issued.checkHost('other.example')).toBeUndefined();
  expect(issued.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(issued.verify(new X509Certificate(certificateAuthority('Company Root').cert).publicKey)).toBe(false);
});
