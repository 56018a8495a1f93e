import { isAbout, isDuring } from './run-events.ts';
import type { Container, Pod, State, WorkloadEvent } from './workload-evidence.ts';

/** A container's run that the kubelet ended because a probe failed. */
export interface ProbeKill {
  readonly probe: 'liveness' | 'startup';
  readonly at: string;
  /** What the probe said last, and how often. */
  readonly said?: string;
}

/**
 * The probe that ended a run, by the kubelet's event `Killing`; undefined where the run ended by itself or was told to end. An
 * event that came before that run began, or after it ended, is about another one.
 */
export function killedByProbe(
  pod: Pod,
  container: Container,
  ended: Extract<State, { kind: 'terminated' }>,
  events: readonly WorkloadEvent[],
): ProbeKill | undefined {
  for (const event of events) {
    if (event.reason !== 'Killing' || event.last === undefined || !isAbout(event, pod, container) || !isDuring(event, ended)) continue;
    const probe = /failed (liveness|startup) probe/.exec(event.message)?.[1];
    if (probe === 'liveness' || probe === 'startup') return { probe, at: event.last, ...lastWords(pod, container, probe, events) };
  }
  return undefined;
}

function lastWords(pod: Pod, container: Container, probe: ProbeKill['probe'], events: readonly WorkloadEvent[]): Pick<ProbeKill, 'said'> {
  const failed = events.find(
    (event) => event.reason === 'Unhealthy' && isAbout(event, pod, container) && event.message.toLowerCase().startsWith(probe),
  );
  return failed ? { said: `${failed.message} (${failed.count === 1 ? 'once' : `${failed.count} times`})` } : {};
}
