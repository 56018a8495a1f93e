import { z } from 'zod';
import { ScenariosOrigin } from './record.ts';
import { ReleaseSubstance } from './release-substance.ts';

const time = z.iso.datetime({ offset: true });

/** The newest whole post-deploy run of a release in an environment: its hashes were verified, and it was judged again. */
export const ProvenRun = z.object({
  run: z.string(),
  /** Where it lies. */
  where: z.string(),
  startedAt: time,
  finishedAt: time,
  /** Since when it was deployed there, at the latest by what the records tell. Older records do not tell. */
  deployedAt: time.optional(),
  /** The version of the gate that wrote it, and what it said then. */
  tool: z.string(),
  recorded: z.string(),
  /** What this version of the gate comes to, from the same record. */
  verdict: z.string(),
  exitCode: z.number().int(),
  /** What stood in the way, where it did not pass. */
  reasons: z.array(z.string()),
  substance: ReleaseSubstance,
  /** Who made the release, as it said then. */
  author: z.string().optional(),
  /** Which scenarios it was run with. Older records do not tell. */
  scenarios: ScenariosOrigin.optional(),
  publicUrl: z.string(),
  realms: z.array(z.string()),
  /** The digests by which the pods' image was pulled; none where the nodes tell none. */
  digests: z.array(z.string()),
  /** Checks that today's suite asks for in that environment and the run did not have, by their keys, as far as today's is known here. */
  lacks: z.array(z.string()).optional(),
  /** Why today's suite is not known here, if so. */
  notCompared: z.string().optional(),
});
export type ProvenRun = z.infer<typeof ProvenRun>;

const Later = z.object({ run: z.string(), suite: z.string(), at: time, why: z.string() });

/** A time in which a release stood proven in an environment: from the end of a whole run that passed until it was taken back. */
const StoodProven = z.object({
  run: z.string(),
  /** When the run was over: whoever decided before did not see it. */
  at: time,
  /** When a later run began that shows that the release was taken back. */
  until: time.optional(),
});
export type StoodProven = z.infer<typeof StoodProven>;

/** What is known of a release in one of the environments before this one. */
export const ProvenIn = z.object({
  environment: z.string(),
  /** Null where there is none, or the newest one cannot be believed. */
  newest: ProvenRun.nullable(),
  /** When what is shipped now stood proven there, the first time first. Older records do not tell. */
  proofs: z.array(StoodProven).optional(),
  /** Who made the release, as each whole run said that found what is shipped now to be good; the newest first. Older records do not tell. */
  authors: z.array(z.object({ run: z.string(), startedAt: time, author: z.string() })).optional(),
  /** A later run that saw a failure, although it was narrowed or ended early. */
  failedSince: Later.nullable(),
  /** A later run that shows that the release was taken back there. */
  rolledBack: Later.nullable(),
  /** A later run that asks, and does not show, whether it was: one of pre-restore that did not see all of its suite. */
  perhapsRolledBack: Later.optional(),
  /** Runs that prove nothing, newer than that one: each with why. */
  passedOver: z.array(z.object({ run: z.string(), why: z.string() })),
  /** Records that cannot be believed, newer than that one. */
  refused: z.array(
    z.object({ code: z.enum(['RECORD_EDITED', 'RECORD_MISPLACED', 'RECORD_UNREADABLE']), where: z.string(), message: z.string() }),
  ),
});
export type ProvenIn = z.infer<typeof ProvenIn>;

/** What the records say of a release in the environments that it comes to before this one. */
export const ProvenBefore = z.object({
  /** Where records were looked for. */
  places: z.array(z.string()),
  environments: z.array(ProvenIn),
  /** The environments that releases go through before they come here, by `promotesFrom` from file to file; the nearest first. Older records do not tell. */
  origins: z.array(z.string()).optional(),
});
export type ProvenBefore = z.infer<typeof ProvenBefore>;
