import type { Container, Probe } from '../kubernetes-api/objects.ts';
import type { Run } from './container-run.ts';
import type { Tell } from './images.ts';
import { startProber } from './prober.ts';
import type { ProbeKind } from './prober.ts';
import { runProbe } from './probe.ts';

/** What the probes of one container need to know, and whom they tell. */
export interface ProbedContainer {
  readonly spec: Container;
  readonly address: string;
  readonly podIP: string;
  readonly tell: Tell;
  /** A probe came to a decision. */
  readonly wake: () => void;
}

/** Starts the probes of a run: readiness and liveness are asked only once the container has started. */
export function startProbes(run: Run, container: ProbedContainer): void {
  const { spec } = container;
  const startedUp = (): void => {
    probe(run, container, 'Readiness', spec.readinessProbe, (passed) => {
      run.readinessPassed = passed;
    });
    probe(run, container, 'Liveness', spec.livenessProbe, (passed) => {
      if (!passed) run.failedProbe = 'liveness';
    });
  };
  if (spec.startupProbe === undefined) {
    startedUp();
    return;
  }
  probe(run, container, 'Startup', spec.startupProbe, (passed) => {
    if (passed) {
      run.startupPassed = true;
      startedUp();
    } else run.failedProbe = 'startup';
  });
}

function probe(
  run: Run,
  { spec, address, podIP, tell, wake }: ProbedContainer,
  kind: ProbeKind,
  what: Probe | undefined,
  decided: (passed: boolean) => void,
): void {
  if (what === undefined) return;
  void startProber({
    kind,
    probe: what,
    startedAt: run.startedAt,
    run: (signal) => runProbe(what, spec, { address, podIP, ...(run.inside === undefined ? {} : { inside: run.inside }) }, signal),
    told: (outcome) => {
      if (outcome.result === 'failure') tell('Warning', 'Unhealthy', `${kind} probe failed: ${outcome.output}`);
      else if (outcome.result === 'error')
        tell('Warning', 'Unhealthy', `${kind} probe errored and resulted in unknown state: ${outcome.output}`);
      else if (outcome.result === 'warning') tell('Warning', 'ProbeWarning', `${kind} probe warning: ${outcome.output}`);
    },
    decided: (passed) => {
      decided(passed);
      wake();
    },
    signal: run.probing.signal,
  });
}
