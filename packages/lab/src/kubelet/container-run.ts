import type { ContainerStatus } from '../kubernetes-api/objects.ts';
import type { RecordedProcess } from '../processes/recorded-process.ts';
import type { InsideContainer } from './exec-in-container.ts';
import type { RunEnd, RunView } from './pod-status.ts';

/** One run of a container: its process and what its probes said. */
export interface Run extends RunView {
  readonly logFile: string;
  readonly process?: RecordedProcess;
  /** Where probes and hooks run their commands; none when the process never started. */
  readonly inside?: InsideContainer;
  readonly probing: AbortController;
  startupPassed: boolean;
  readinessPassed: boolean;
  failedProbe?: 'startup' | 'liveness';
  end?: RunEnd;
}

/** The run of an earlier life of this kubelet, of which nothing is known but its status. */
export function lostRun(status: ContainerStatus): Run | undefined {
  if (status.containerID === undefined) return undefined;
  const { running, terminated } = status.state;
  const end = terminated ?? {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was terminated',
  };
  return {
    containerId: status.containerID,
    imageId: status.imageID,
    attempt: status.restartCount,
    startedAt: new Date(terminated?.startedAt ?? running?.startedAt ?? 0),
    logFile: '',
    probing: new AbortController(),
    startupPassed: false,
    readinessPassed: false,
    end: {
      code: end.exitCode,
      reason: end.reason ?? 'Error',
      ...(end.message === undefined ? {} : { message: end.message }),
      at: new Date(terminated?.finishedAt ?? Date.now()),
    },
  };
}
