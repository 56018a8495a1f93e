import { finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { LoggedPod } from './pod-logs-evidence.ts';
import { startFailure, startFailureInWords } from './start-failure.ts';

/** What Keycloak said when it gave up starting, once a pod; and such lines of a process that had started. */
export function judgeStartLines(pod: LoggedPod): Finding[] {
  const failure = startFailure(pod);
  if (failure) return [failure];
  const run = pod.runs.find(({ log }) => log.startFailure.length > 0);
  if (!run) return [];
  return [
    finding(codes.UNKNOWN_ERROR, {
      subject: `pod/${pod.name}`,
      message: `${pod.name} logged, ${run.state === 'running' ? 'while it went on running' : 'before it ended'}: ${startFailureInWords(run)}`,
      actual: [...run.log.startFailure],
      // Whoever controls a logged value can forge such a line, so a pod that is ready is not failed for it.
      severity: pod.ready ? 'warn' : 'fail',
    }),
  ];
}
