import { z } from 'zod';

/** The format of the file; raised when the meaning of what is in it changes. */
export const LOG_BASELINE_SCHEMA = 'keycloak-release-gate/log-baseline/1';

/**
 * A baseline should cover a day. A log begins and ends with a line, and a system that sleeps at night may say nothing for a while:
 * so much of the time may be silence at its ends.
 */
export const WANTED_HOURS = 24;
export const QUIET_PART = 1 / 24;

const time = z.iso.datetime();

const KnownMessage = z.strictObject({
  fingerprint: z.string(),
  level: z.enum(['WARN', 'ERROR']),
  logger: z.string(),
  code: z.string().optional(),
  template: z.string(),
  exception: z.string().optional(),
  count: z.number().int().min(1),
  first: time.optional(),
  last: time.optional(),
});

const KnownUserEvents = z.strictObject({ type: z.string(), error: z.string(), client: z.string(), count: z.number().int().min(1) });

const Source = z.strictObject({
  /** `pod/<name>` (and which run), or the name of a file. */
  name: z.string(),
  /** The time of which it tells: mostly its first and its last line. */
  from: time,
  to: time,
  lines: z.number().int().min(0),
});
export type BaselineSource = z.infer<typeof Source>;

/** What the logs held before a release: `verify logs baseline` writes it, and a run after the deploy compares with it. */
export const LogBaseline = z.strictObject({
  schema: z.literal(LOG_BASELINE_SCHEMA),
  environment: z.string(),
  takenAt: time,
  from: time,
  to: time,
  /** Hours within that in which at least one of the sources was read. */
  hours: z.number().min(0),
  sources: z.array(Source).min(1),
  messages: z.array(KnownMessage),
  userEvents: z.array(KnownUserEvents),
  /** What it lacks, in words. Empty for one that is whole. */
  short: z.array(z.string()),
});
export type LogBaseline = z.infer<typeof LogBaseline>;
