import { expect, it } from 'vitest';
import { certificateSound } from './certificate.ts';
import type { Certificate } from './certificate.ts';

const good: Certificate = {
  host: 'sso.example',
  trusted: true,
  nameFits: true,
  names: ['sso.example'],
  chain: [
    { subject: 'sso.example', validTo: '2027-02-01T00:00:00.000Z' },
    { subject: 'An authority', validTo: '2030-01-01T00:00:00.000Z' },
  ],
  protocol: 'TLSv1.3',
  hsts: 31_536_000,
};
const { check } = certificateSound;
const judge = (parts: Partial<Certificate>) =>
  check.judge({ seen: { ...good, ...parts } }, check.expects.parse({}), { now: '2026-11-23T21:00:00Z' });
const told = (parts: Partial<Certificate>): string[] =>
  judge(parts).findings.map(({ code, severity, subject, message }) => `${severity} ${code} ${subject}: ${message}`);
const until = (validTo: string): Partial<Certificate> => ({ chain: [{ subject: 'sso.example', validTo }, ...good.chain.slice(1)] });

it('finds nothing wrong with a sound one, and tells how long it lasts', () => {
  expect(judge({})).toEqual({
    findings: [],
    facts: [
      { name: 'protocol', value: 'TLSv1.3' },
      { name: 'the certificate expires in', value: 69, unit: 'days' },
      { name: 'browsers stay with HTTPS for', value: 31_536_000, unit: 's' },
    ],
  });
});

it('warns before the expiry, of whichever certificate of the chain is first', () => {
  expect(told(until('2026-12-01T00:00:00.000Z'))).toEqual([
    'warn oidc/CERTIFICATE_EXPIRES host/sso.example: "sso.example" expires in 7 days, on 2026-12-01T00:00:00.000Z.',
  ]);
  const chain = [...good.chain.slice(0, 1), { subject: 'An authority', validTo: '2026-11-25T00:00:00.000Z' }];
  expect(told({ chain })).toEqual([
    'warn oidc/CERTIFICATE_EXPIRES host/sso.example: "An authority" expires in a day, on 2026-11-25T00:00:00.000Z.',
  ]);
});

it('finds an expired one, and no second cause', () => {
  expect(told({ ...until('2026-11-01T00:00:00.000Z'), trusted: 'CERT_HAS_EXPIRED' })).toEqual([
    'fail oidc/CERTIFICATE_EXPIRED host/sso.example: "sso.example" expired on 2026-11-01T00:00:00.000Z.',
  ]);
});

it('finds one that is for another host, or that nobody vouches for', () => {
  expect(told({ nameFits: false, names: ['default.example'], trusted: 'ERR_TLS_CERT_ALTNAME_INVALID' })).toEqual([
    'fail oidc/CERTIFICATE_NAME host/sso.example: It is for default.example.',
  ]);
  expect(told({ trusted: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })).toEqual([
    'fail oidc/CERTIFICATE host/sso.example: It is not trusted: UNABLE_TO_VERIFY_LEAF_SIGNATURE.',
  ]);
});

it('warns where browsers are not told to stay with HTTPS', () => {
  const { hsts: _, ...without } = good;
  expect(check.judge({ seen: without }, check.expects.parse({}), { now: '2026-11-23T21:00:00Z' }).findings.map(({ code }) => code)).toEqual(
    ['oidc/HSTS_MISSING'],
  );
  expect(told({ hsts: 0 }).map((line) => line.split(' ')[1])).toEqual(['oidc/HSTS_MISSING']);
});
