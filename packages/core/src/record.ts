import { z } from 'zod';
import { Deploy } from './deploy.ts';
import { Gap } from './finding.ts';
import { Result } from './outcome.ts';
import { Release } from './release.ts';
import { Verdict } from './gate.ts';
import { Waiver } from './waiver.ts';

/** The name of the format of `run.json`. Another number is another format, and is refused. */
export const RUN_SCHEMA = 'keycloak-release-gate/run/1';

const json = z.json();
const time = z.iso.datetime({ offset: true });

/** One time that a look was taken. `evidence` is the SHA-256 under which it is stored in `evidence/`. */
export const LookRevision = z.object({
  /** Settling looks of one round belong together. */
  round: z.number().int(),
  startedAt: time,
  milliseconds: z.number(),
  evidence: z.string().optional(),
  gaps: z.array(Gap),
});

export type LookRevision = z.infer<typeof LookRevision>;

export const RecordedLook = z.object({
  collector: z.string(),
  version: z.number().int(),
  title: z.string(),
  params: json,
  settles: z.boolean(),
  revisions: z.array(LookRevision),
  /** The same look in the record of before the release, copied from there. */
  baseline: z.object({ run: z.string(), revision: LookRevision }).optional(),
  /** The same look in the newest earlier run that saw something by it, copied from there. */
  previous: z.object({ run: z.string(), suite: z.string(), revision: LookRevision }).optional(),
});
export type RecordedLook = z.infer<typeof RecordedLook>;

export const PlannedCheck = z.object({
  id: z.string(),
  about: z.string().optional(),
  title: z.string(),
  why: z.string(),
  severity: z.enum(['blocker', 'warning', 'info']),
  expected: json,
  reads: z.record(
    z.string(),
    z.object({
      look: z.string(),
      revision: z.enum(['latest', 'opening', 'baseline', 'previous']),
      optional: z.boolean(),
    }),
  ),
  /** Keys of the checks that must be good first. */
  needs: z.array(z.string()),
  skipped: z.string().optional(),
});
export type PlannedCheck = z.infer<typeof PlannedCheck>;

/** The commit that the scenarios were of, and whether they were as in it. */
export const ScenariosOrigin = z.object({
  /** In full; `unknown` where nothing tells it. */
  commit: z.string(),
  /** Files differed from the commit; left out where that is not known. */
  dirty: z.boolean().optional(),
  /** The files that differed, by their path in the repository. */
  changed: z.array(z.string()).optional(),
  /** Symbolic links and submodules among them, by their path in the repository: what those lead to is not of the commit. */
  links: z.array(z.string()).optional(),
  /** How the commit is known where it is not from Git itself, or why it is not known. */
  source: z.string().optional(),
});
export type ScenariosOrigin = z.infer<typeof ScenariosOrigin>;

/** All that a run saw and concluded: every report is made from it, and judging reads nothing else. */
export const RunRecord = z.object({
  schema: z.literal(RUN_SCHEMA),
  tool: z.object({
    name: z.string(),
    version: z.string(),
    /** SHA-256 of the source that saw and judged: by it, two versions of the gate are told apart. Older records do not tell. */
    rules: z.string().optional(),
  }),
  run: z.object({
    id: z.string(),
    startedAt: time,
    finishedAt: time,
    by: z.string(),
    host: z.string(),
    command: z.string(),
    /** Which scenarios it was run with. Older records do not tell. */
    scenarios: ScenariosOrigin.optional(),
    /** The CI job that it was, as its variables tell; `by` and `host` are those of its machine. */
    ci: z.object({ system: z.string(), actor: z.string().optional(), url: z.string().optional() }).optional(),
    /** The hash of the plan, and of each thing that is in it: by it, another run is known to be of the same plan. */
    plan: z.object({ hash: z.string(), of: z.record(z.string(), z.string()) }).optional(),
    /** The run that was resumed, and the looks that were taken over from it as they were seen then. */
    resumed: z.object({ run: z.string(), startedAt: time, looks: z.array(z.string()) }).optional(),
    /** The parts that the run was merged from. */
    parts: z
      .array(
        z.object({
          name: z.string(),
          startedAt: time,
          finishedAt: time,
          by: z.string(),
          host: z.string(),
          command: z.string(),
          /** SHA-256 of the list of its files' hashes. */
          manifest: z.string(),
        }),
      )
      .optional(),
    interrupted: z.enum(['SIGINT', 'SIGTERM']).optional(),
    /** How the suite was narrowed, if it was. */
    partial: z.string().optional(),
    deadlineSeconds: z.number(),
    /** What was noticed before anything was looked at; it is told among the notices. */
    remarks: z.array(z.string()).optional(),
  }),
  environment: z.object({
    id: z.string(),
    title: z.string(),
    production: z.boolean(),
    timeZone: z.string(),
    publicUrl: z.string(),
    realms: z.array(z.string()),
  }),
  release: Release.optional(),
  /** How the release and the suite were chosen. */
  chosen: z.string(),
  suite: z.object({ id: z.string(), title: z.string() }),
  /** From when on the run judges, how that is known, and which deploy it is. */
  window: z.object({ since: time.optional(), ...Deploy.pick({ source: true, commit: true, actor: true, url: true }).shape }),
  settle: z.object({ every: z.number(), good: z.number().int(), within: z.number() }),
  plan: z.object({
    steps: z.array(z.object({ policy: z.string(), sentence: z.string(), checks: z.array(z.string()) })),
    /** In the order of the suite. */
    checks: z.array(z.object({ key: z.string(), ...PlannedCheck.shape })),
  }),
  looks: z.record(z.string(), RecordedLook),
  attachments: z.array(
    z.object({
      sha256: z.string(),
      name: z.string(),
      mediaType: z.string(),
      look: z.string(),
      bytes: z.number(),
    }),
  ),
  waivers: z.array(Waiver),
  /** The run's remarks, and notes about waivers and the like: expired, unmatched. */
  notices: z.array(z.string()),
  results: z.array(Result),
  verdict: Verdict,
});
export type RunRecord = z.infer<typeof RunRecord>;

/**
 * The time (ISO 8601) that a run is judged for: when it began, or its newest part, where it was merged of some. What has run out by then no
 * longer holds, and what was said by then was said.
 */
export const judgedAt = ({ startedAt, parts = [] }: Pick<RunRecord['run'], 'startedAt' | 'parts'>): string =>
  parts.reduce((newest, part) => (Date.parse(part.startedAt) > Date.parse(newest) ? part.startedAt : newest), startedAt);
/** A record before it is judged. */
export type CollectedRecord = Omit<RunRecord, 'results' | 'verdict' | 'notices'>;
