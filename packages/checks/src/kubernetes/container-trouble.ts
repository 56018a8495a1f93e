import { codes } from './codes.ts';
import { endTrouble, lastEnd, outOfMemory } from './container-end.ts';
import { waitingTrouble } from './container-waiting.ts';
import { containerInWords, isBeyondGrace, newestEvent } from './trouble.ts';
import type { Circumstances, End, Trouble } from './trouble.ts';
import type { Container, Pod } from './workload-evidence.ts';

/**
 * The first thing that is wrong with a container, its cause before its consequence; undefined for one that runs or is done. An
 * init container must end with 0, a sidecar must run and have started; a debugging container is nobody's concern.
 */
export function containerTrouble(container: Container, pod: Pod, circumstances: Circumstances): Trouble | undefined {
  const { state, role } = container;
  if (role === 'ephemeral') return undefined;
  const isDone = role === 'init' && state?.kind === 'terminated' && state.exitCode === 0;
  if (isDone) return undefined;
  const ended = lastEnd(container, pod, circumstances.since);
  const memory = ended && outOfMemory(pod, container, ended);
  if (memory) return memory;
  switch (state?.kind) {
    case undefined:
      return undefined;
    case 'waiting':
      return waitingTrouble(state, ended, container, pod, circumstances);
    case 'terminated':
      return endTrouble(pod, container, state, 'Terminated', circumstances);
    case 'running':
      return runningTrouble(container, ended, state.startedAt, pod, circumstances);
  }
}

function runningTrouble(
  container: Container,
  ended: End | undefined,
  startedAt: string | undefined,
  pod: Pod,
  circumstances: Circumstances,
): Trouble | undefined {
  // Between two crashes it looks as if it were starting; what it did before tells.
  if (!container.ready && ended && container.restarts > 0) {
    const probe = newestEvent(circumstances.events, pod, ['Unhealthy']);
    return endTrouble(pod, container, ended, `running again, not ready${probe ? ` (${probe.message})` : ''}`, circumstances);
  }
  if (container.role === 'sidecar' && container.started === false && isBeyondGrace(startedAt, circumstances.observedAt))
    return {
      code: codes.SIDECAR_NOT_STARTED,
      message: `${containerInWords(pod, container)}: running since ${startedAt ?? 'an unknown time'} and not started${container.probes?.startup === undefined ? '' : `; its startup probe: ${container.probes.startup}`}.`,
    };
  return undefined;
}
