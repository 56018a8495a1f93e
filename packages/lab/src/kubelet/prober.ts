import { setTimeout as delay } from 'node:timers/promises';
import type { Probe } from '../kubernetes-api/objects.ts';
import type { ProbeOutcome } from './probe.ts';

export type ProbeKind = 'Startup' | 'Readiness' | 'Liveness';

export interface ProberOptions {
  readonly kind: ProbeKind;
  readonly probe: Probe;
  readonly startedAt: Date;
  readonly run: (signal: AbortSignal) => Promise<ProbeOutcome>;
  /** Every outcome, for the events. */
  readonly told: (outcome: ProbeOutcome) => void;
  /** The state of the probe has changed: its threshold was reached. */
  readonly decided: (passed: boolean) => void;
  readonly signal: AbortSignal;
}

/**
 * Probes one container in its rhythm until the signal is aborted, or until it is decided for good: a startup probe
 * either way, a liveness probe when it failed [kubelet prober/worker.go].
 */
export async function startProber(options: ProberOptions): Promise<void> {
  const { kind, probe, signal } = options;
  const period = (probe.periodSeconds ?? 10) * 1000;
  const firstAt = options.startedAt.getTime() + (probe.initialDelaySeconds ?? 0) * 1000;
  let last: boolean | undefined;
  let inARow = 0;
  let decided: boolean | undefined;
  let due = Math.max(Date.now(), firstAt);
  while (!signal.aborted) {
    if (due > Date.now()) await delay(due - Date.now(), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const outcome = await options.run(signal);
    if (signal.aborted) return;
    options.told(outcome);
    const passed = outcome.result !== 'failure' && outcome.result !== 'error';
    inARow = passed === last ? inARow + 1 : 1;
    last = passed;
    if (inARow >= (passed ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3)) && decided !== passed) {
      decided = passed;
      options.decided(passed);
      if (kind === 'Startup' || (kind === 'Liveness' && !passed)) return;
    }
    due = Math.max(Date.now(), due + period);
  }
}
