import { finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { LoggedPod, OtherContainer, OtherRun } from './pod-logs-evidence.ts';

/**
 * What the containers beside Keycloak's end with, where they failed themselves. Errors in their logs are theirs: a sidecar that
 * runs is not failed for a line. What somebody does in an ephemeral container is nobody's failure.
 */
export const judgeOtherContainers = (pod: LoggedPod): Finding[] =>
  pod.others
    .filter(({ role }) => role !== 'ephemeral')
    .flatMap((container) => {
      const run = failedRun(container);
      if (!run) return [];
      const words = run.log.lastLines.slice(-5);
      return [
        finding(codes.OTHER_CONTAINER_FAILED, {
          subject: `pod/${pod.name}/${container.name}`,
          message: `The ${container.role} container ${container.name} of ${pod.name} ended with exit code ${run.exitCode ?? '?'}; ${
            words.length === 0 ? `it left no words (${run.absent ?? 'its log is empty'}).` : `its last words: ${words.join(' / ')}`
          }`,
          actual: [...run.log.lastLines],
        }),
      ];
    });

/** The newest run, where it has ended and not well. An earlier one that was got over is the pod's history. */
function failedRun({ runs: [newest] }: OtherContainer): OtherRun | undefined {
  return newest?.exitCode !== undefined && newest.exitCode !== 0 && newest.state !== 'running' ? newest : undefined;
}
