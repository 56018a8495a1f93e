import type { Code } from '@keycloak-release-gate/core';
import type { Container, Pod, State, WorkloadEvent } from './workload-evidence.ts';

/** What is wrong with a container or pod. It may pass by itself, unless it is terminal. */
export interface Trouble {
  readonly code: Code;
  readonly message: string;
  /** What to do, where the case tells it more exactly than the code. */
  readonly remedy?: string;
  readonly terminal?: boolean;
}

/** What a pod is judged by, beside itself. */
export interface Circumstances {
  /** Events, newest first. */
  readonly events: readonly WorkloadEvent[];
  /** Restarts before this time are history. */
  readonly since: string | undefined;
  /** When the API was asked, by its own clock. */
  readonly observedAt: string | undefined;
}

/** A container's run that is over. */
export type End = Extract<State, { kind: 'terminated' }>;

/** Milliseconds that a pod may wait for a node, or a sidecar for its start, before it is called by its name. */
const GRACE = 15_000;

/** True where something has lasted longer than the grace; also where it is not known since when, or what time it is. */
export const isBeyondGrace = (since: string | undefined, observedAt: string | undefined): boolean =>
  since === undefined || observedAt === undefined || !(Date.parse(observedAt) - Date.parse(since) <= GRACE);

/** The newest event of a pod with one of the reasons. */
export const newestEvent = (events: readonly WorkloadEvent[], pod: Pod, reasons: readonly string[]): WorkloadEvent | undefined =>
  events.find((event) => event.subject === `pod/${pod.name}` && reasons.includes(event.reason));

/** `1 restart` */
export const restartsInWords = (restarts: number): string => (restarts === 1 ? '1 restart' : `${restarts} restarts`);

/** `keycloak-0, init container fetch-themes` */
export const containerInWords = (pod: Pod, { name, role }: Container): string =>
  role === 'main' ? `${pod.name}, container ${name}` : `${pod.name}, ${role} container ${name}`;
