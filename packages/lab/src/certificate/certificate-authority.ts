import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { commonName, day, der, ipv4Address, oid, pem, sequence, subjectAltName, utcTime } from './der.ts';

/** An authority of one's own, as a company has for what nobody outside sees. */
export interface CertificateAuthority {
  readonly cert: string;
  /** A key, and a certificate for these names that the authority signed. */
  issue(names: { readonly dns?: readonly string[]; readonly ipv4?: readonly string[] }): { readonly key: string; readonly cert: string };
}

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const basicConstraints = oid('551d13');
const keyUsage = oid('551d0f');
const extendedKeyUsage = oid('551d25');
const serverAuthentication = oid('2b06010505070301');
const yes = der(0x01, Buffer.from([0xff]));

/** Makes an authority, valid for a month around now. Structure: RFC 5280. */
export function certificateAuthority(name: string): CertificateAuthority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const isAuthority = sequence(basicConstraints, yes, der(0x04, sequence(yes)));
  // keyCertSign and cRLSign.
  const signs = sequence(keyUsage, yes, der(0x04, der(0x03, Buffer.from([1, 0x06]))));
  return {
    cert: pem(certificate({ subject: name, publicKey, issuer: name, signer: privateKey, extensions: [isAuthority, signs] })),
    issue({ dns = [], ipv4 = [] }) {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const names = sequence(...dns.map((each) => der(0x82, Buffer.from(each))), ...ipv4.map(ipv4Address));
      const extensions = [
        sequence(subjectAltName, der(0x04, names)),
        sequence(extendedKeyUsage, der(0x04, sequence(serverAuthentication))),
      ];
      const subject = dns[0] ?? ipv4[0] ?? name;
      return {
        key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        cert: pem(certificate({ subject, publicKey: own.publicKey, issuer: name, signer: privateKey, extensions })),
      };
    },
  };
}

function certificate(of: {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuer: string;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
}): Buffer {
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    named(of.issuer),
    sequence(utcTime(new Date(Date.now() - day)), utcTime(new Date(Date.now() + 30 * day))),
    named(of.subject),
    of.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...of.extensions)),
  );
  return sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), sign('sha256', body, of.signer)));
}

const named = (name: string): Buffer => sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from(name)))));
