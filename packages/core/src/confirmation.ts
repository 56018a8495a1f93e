import { z } from 'zod';

/** The kinds of what only a person can say. */
export const confirmationTypes = [
  'stand-by engineer',
  'parties contacted',
  'logs reviewed',
  'board approval',
  'on the call',
  'application login',
  'tested inverse',
] as const;

const name = z
  .string()
  .min(1)
  .regex(/[\p{L}\p{N}]/u, 'a name');

/** What only a person can say. It is believed for one release, from one time to another. */
export const Confirmation = z.strictObject({
  type: z.enum(confirmationTypes),
  release: z.string().min(1),
  person: name,
  role: z.string().min(1),
  statement: z.string().min(1),
  confirmedAt: z.iso.datetime({ offset: true }),
  /** Where no source tells when it was given, but only that it was not before `confirmedAt`. */
  atTheEarliest: z.literal(true).optional(),
  validFrom: z.iso.datetime({ offset: true }),
  expiresAt: z.iso.datetime({ offset: true }),
  /** Who wrote it down, if not the person; never the author of the release. */
  confirmedBy: name.optional(),
  /** Who git said was at work where it was written down, if neither of these; never the author of the release either. */
  gitUser: name.optional(),
  /** How the person is reached. It is for whoever reads the file: no record of a run holds it. */
  contact: z.string().min(1).optional(),
  /** Where it can be seen: a ticket, a message. */
  evidenceUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Where it holds, if not wherever the release goes: the id of an environment. */
  environment: z.string().optional(),
  /** For a confirmation that rests on one backup: the SHA-256 of its file. */
  backup: z.string().optional(),
  /** What was confirmed: the SHA-256 of what the release ships (`substanceHash`). Without it, whatever the release ships. */
  substance: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** For an application that only a person may log in to: its id. */
  application: z.string().optional(),
});
export type Confirmation = z.infer<typeof Confirmation>;

/** What a program prints that tells what people confirmed (`confirmations.command` of an environment). */
export const PrintedConfirmations = z.strictObject({
  format: z.literal('keycloak-release-gate/confirmations'),
  version: z.literal(1),
  confirmations: z.array(Confirmation).max(1_000),
});
