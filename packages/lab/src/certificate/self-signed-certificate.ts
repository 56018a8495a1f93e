import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { commonName, day, der, ipv4Address, nothing, oid, pem, sequence, subjectAltName, utcTime } from './der.ts';

const algorithms = {
  ec: {
    name: sequence(oid('2a8648ce3d040302')),
    keys: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  },
  // What software for SAML understands.
  rsa: {
    name: sequence(oid('2a864886f70d01010b'), nothing),
    keys: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  },
} as const;

/** What is not as usual: the kind of key, and the time in which the certificate is valid. */
export interface CertificateOptions {
  readonly algorithm?: keyof typeof algorithms;
  readonly valid?: { readonly from: Date; readonly to: Date };
}

/**
 * A key and a certificate that it signed itself, valid for an IPv4 address for a year. Made here, so that the lab needs
 * no openssl: Node can read certificates but not make them. Structure: RFC 5280.
 */
export function selfSignedCertificate(
  name: string,
  ipv4: string,
  { algorithm: kind = 'ec', valid = { from: new Date(Date.now() - day), to: new Date(Date.now() + 365 * day) } }: CertificateOptions = {},
): { readonly key: string; readonly cert: string } {
  const { name: algorithm, keys } = algorithms[kind];
  const { privateKey, publicKey } = keys();
  const subject = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from(name)))));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    subject,
    sequence(utcTime(valid.from), utcTime(valid.to)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(subjectAltName, der(0x04, sequence(ipv4Address(ipv4)))))),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(certificate),
  };
}
