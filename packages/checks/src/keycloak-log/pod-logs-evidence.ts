import { z } from 'zod';
import { LogEnd } from './log-end.ts';
import { LogSummary } from './log-summary.ts';

/** Why there is no log of a pod that was deleted after it had been listed. */
export const GONE = 'the pod is gone';

const ofRun = {
  /** Its number: how often the container had been restarted before. */
  attempt: z.number(),
  which: z.enum(['current', 'previous']),
  /** `waiting` where it has not started, or has ended and waits to be started again. */
  state: z.enum(['running', 'waiting', 'ended']),
  exitCode: z.number().optional(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  bytes: z.number(),
  /** Its log was asked for from its first line on. */
  fromStart: z.boolean(),
  /** Why there is no log, where that is an answer and not a failure to look. */
  absent: z.string().optional(),
};

/** A run of Keycloak's container. */
const Run = z.object({
  ...ofRun,
  /** Its log was read, and has not a single line: not since the time from which on it was asked for, and not before. */
  silent: z.boolean().default(false),
  log: LogSummary,
});
export type Run = z.infer<typeof Run>;

/** A run of another container. What its lines mean is not known here, so only its end is kept. */
const OtherRun = z.object({ ...ofRun, log: LogEnd });
export type OtherRun = z.infer<typeof OtherRun>;

const OtherContainer = z.object({
  name: z.string(),
  role: z.enum(['main', 'init', 'sidecar', 'ephemeral']),
  /** The newest first. */
  runs: z.array(OtherRun),
});
export type OtherContainer = z.infer<typeof OtherContainer>;

const Pod = z.object({
  name: z.string(),
  /** Kubernetes counts Keycloak's container as ready. */
  ready: z.boolean(),
  /** Those of Keycloak's container, the newest first. */
  runs: z.array(Run),
  /** The containers beside Keycloak's, in the order of the pod. */
  others: z.array(OtherContainer).default([]),
});
export type LoggedPod = z.infer<typeof Pod>;

/** What the logs of all pods of the newest revision tell, run by run. */
export const PodLogs = z.object({
  /** From when on the logs were read, and how that time is known. */
  from: z.string(),
  source: z.string(),
  replicas: z.number(),
  /** The container that runs Keycloak; its rules hold for no other. */
  container: z.string().optional(),
  /** By name. */
  pods: z.array(Pod),
  /** Pods of the newest revision whose logs were not read, by name: they end, have ended, or are gone since. */
  leftOut: z.array(z.object({ pod: z.string(), why: z.string() })).default([]),
});
export type PodLogs = z.infer<typeof PodLogs>;

/** The logs with their pods by name: what is found does not depend on the order in which they were seen. */
export const inOrder = (logs: PodLogs): PodLogs => ({ ...logs, pods: logs.pods.toSorted((a, b) => (a.name < b.name ? -1 : 1)) });
