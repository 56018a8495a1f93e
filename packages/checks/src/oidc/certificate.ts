import { defineCheck, defineCollector, finding, gap } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { lookAgain } from './look-again.ts';
import { lookAtCertificate } from './look-at-certificate.ts';

const day = 86_400_000;

/** What a host shows of itself to whoever connects by TLS. */
const Certificate = z.object({
  host: z.string(),
  /** As Node with its certificate authorities takes it; else its name of the reason. */
  trusted: z.union([z.literal(true), z.string()]),
  nameFits: z.boolean(),
  names: z.array(z.string()),
  /** From the host's own to the last one that it sent: ISO 8601. */
  chain: z.array(z.object({ subject: z.string(), validTo: z.string() })),
  protocol: z.string(),
  /** Seconds of Strict-Transport-Security; absent where the header is not sent. */
  hsts: z.number().optional(),
});
export type Certificate = z.infer<typeof Certificate>;

/** The certificate at Keycloak's public address. */
const publicCertificate = defineCollector({
  id: 'oidc/public-certificate',
  version: 1,
  title: 'The certificate of the public address',
  vantage: 'outside',
  evidence: Certificate,
  timeout: 45_000,
  settles: true,
  params: () => ({}),
  collect: async (_params, { run, signal }) => {
    const { host, href } = new URL(run.environment.keycloak.publicUrl);
    const seen = await lookAgain(async () => {
      const shown = await lookAtCertificate(href, signal);
      return 'why' in shown ? { gap: gap(codes.NO_ANSWER, { subject: `host/${host}`, reason: `${host}: ${shown.why}.` }) } : shown;
    }, signal);
    return 'gap' in seen ? { gaps: [seen.gap] } : { value: { host, ...seen } };
  },
});

/** Browsers and clients trust the public address, and will for a while. */
export const certificateSound = defineCheck({
  id: 'oidc/certificate',
  title: 'The certificate of the public address is sound',
  why: 'When it expires, nobody logs in anywhere, whatever Keycloak does.',
  reads: { seen: publicCertificate },
  skip: ({ environment }) =>
    environment.keycloak.publicUrl.startsWith('https:') ? undefined : 'The public address is plain http, and shows no certificate.',
  expects: z.object({
    /** Days before the expiry from which on it is a warning. */
    warnDays: z.number().min(0).default(21),
  }),
  judge: ({ seen }, { warnDays }, { now }) => {
    const subject = `host/${seen.host}`;
    const first = seen.chain.toSorted((a, b) => Date.parse(a.validTo) - Date.parse(b.validTo))[0];
    const days = first === undefined ? undefined : Math.floor((Date.parse(first.validTo) - Date.parse(now)) / day);
    return {
      findings: [
        ...trustFindings(subject, seen, first, days),
        ...(first !== undefined && days !== undefined && days >= 0 && days < warnDays
          ? [
              finding(codes.CERTIFICATE_EXPIRES, {
                subject,
                message: `"${first.subject}" expires in ${days === 1 ? 'a day' : `${days} days`}, on ${first.validTo}.`,
                expected: `${warnDays} days`,
                actual: `${days} days`,
              }),
            ]
          : []),
        ...(seen.hsts === undefined || seen.hsts === 0
          ? [finding(codes.HSTS_MISSING, { subject, message: 'It sends no Strict-Transport-Security, or one that lasts no time.' })]
          : []),
      ],
      facts: [
        { name: 'protocol', value: seen.protocol },
        ...(days === undefined ? [] : [{ name: 'the certificate expires in', value: days, unit: 'days' }]),
        ...(seen.hsts === undefined ? [] : [{ name: 'browsers stay with HTTPS for', value: seen.hsts, unit: 's' }]),
      ],
    };
  },
});

function trustFindings(
  subject: string,
  { trusted, nameFits, names, host }: Certificate,
  first: Certificate['chain'][number] | undefined,
  days: number | undefined,
): Finding[] {
  if (first !== undefined && days !== undefined && days < 0)
    return [
      finding(codes.CERTIFICATE_EXPIRED, { subject, message: `"${first.subject}" expired on ${first.validTo}.`, actual: first.validTo }),
    ];
  return [
    ...(nameFits
      ? []
      : [
          finding(codes.CERTIFICATE_NAME, {
            subject,
            message: `It is for ${names.join(', ') || 'no name'}.`,
            expected: host,
            actual: [...names],
          }),
        ]),
    // A wrong name alone is told as that.
    ...(trusted === true || trusted === 'ERR_TLS_CERT_ALTNAME_INVALID'
      ? []
      : [finding(codes.CERTIFICATE, { subject, message: `It is not trusted: ${trusted}.`, actual: trusted })]),
  ];
}
