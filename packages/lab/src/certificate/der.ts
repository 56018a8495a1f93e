/** One element of DER: a tag, a length, a content. */
export function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

/** What belongs together, in this order. */
export const sequence = (...content: readonly Buffer[]): Buffer => der(0x30, ...content);
/** A registered name, by the bytes of its number. */
export const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
/** A time of this century's first half, to the second. */
export const utcTime = (time: Date): Buffer => der(0x17, Buffer.from(`${time.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`));

export const nothing = der(0x05);
export const commonName = oid('550403');
export const subjectAltName = oid('551d11');
/** Milliseconds. */
export const day = 86_400_000;

/** An address as a name that a certificate is for. */
export const ipv4Address = (address: string): Buffer => der(0x87, Buffer.from(address.split('.').map(Number)));

/** A certificate as files hold it. */
export const pem = (certificate: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${(certificate.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
