import { finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { hasLoggedWholeStart } from './finished-start.ts';
import type { LoggedPod, Run } from './pod-logs-evidence.ts';

/**
 * True where Keycloak said that it gives up, and did: a line alone may be forged by whoever controls a logged value. What ends
 * after its start, or began before what was read, has not failed to start, whatever it says.
 */
export const hasFailedToStart = ({ fromStart, state, log }: Run): boolean =>
  fromStart && state !== 'running' && log.startFailure.length > 0 && !hasLoggedWholeStart(log);

/** What Keycloak said when it gave up starting in the newest run that did; undefined where none did. */
export function startFailure(pod: LoggedPod): Finding | undefined {
  const run = pod.runs.find(hasFailedToStart);
  if (!run) return undefined;
  const exit = run.exitCode === undefined ? '' : ` (exit code ${run.exitCode})`;
  return finding(codes.START_FAILED, {
    subject: `pod/${pod.name}`,
    message: `Keycloak in ${pod.name} gave up starting${exit}: ${startFailureInWords(run)}`,
    actual: [...run.log.startFailure],
    // It came up at a later try: worth knowing, and the restart itself is judged with the pods.
    ...(pod.ready ? { severity: 'warn' } : {}),
  });
}

/** The lines that say why, without those that say only that it failed. */
export function startFailureInWords({ log }: Run): string {
  const lines = log.startFailure.map((line) => line.replace(/^ERROR: /, ''));
  const telling = lines.filter((line) => !/^(?:For more details run|Failed to start (?:server|quarkus))/.test(line));
  return (telling.length === 0 ? lines : telling).slice(0, 4).join(' / ');
}
