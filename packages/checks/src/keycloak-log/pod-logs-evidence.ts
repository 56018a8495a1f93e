import { z } from 'zod';
import { LogSummary } from './log-summary.ts';

const Run = z.object({
  /** Its number: how often the container had been restarted before. */
  attempt: z.number(),
  which: z.enum(['current', 'previous']),
  /** `waiting` where it has not started, or has ended and waits to be started again. */
  state: z.enum(['running', 'waiting', 'ended']),
  exitCode: z.number().optional(),
  startedAt: z.string().optional(),
  bytes: z.number(),
  /** Its log was asked for from its first line on. */
  fromStart: z.boolean(),
  /** Why there is no log, where that is an answer and not a failure to look. */
  absent: z.string().optional(),
  log: LogSummary,
});
export type Run = z.infer<typeof Run>;

const Pod = z.object({
  name: z.string(),
  /** Kubernetes counts the container as ready. */
  ready: z.boolean(),
  /** The newest first. */
  runs: z.array(Run),
});
export type LoggedPod = z.infer<typeof Pod>;

/** What the logs of all pods of the newest revision tell, run by run. */
export const PodLogs = z.object({
  /** From when on the logs were read, and how that time is known. */
  from: z.string(),
  source: z.string(),
  replicas: z.number(),
  /** By name. */
  pods: z.array(Pod),
});
export type PodLogs = z.infer<typeof PodLogs>;
