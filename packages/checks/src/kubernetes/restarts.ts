import { finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { lastEnd } from './container-end.ts';
import { isSince } from './deploy-start.ts';
import { endInWords } from './exit-code.ts';
import { killedByProbe } from './probe-kill.ts';
import { containerInWords, restartsInWords } from './trouble.ts';
import type { Circumstances } from './trouble.ts';
import type { Container, Pod } from './workload-evidence.ts';

/**
 * Restarts of containers that run well now: a warning, and a failure where they are more than `most` or went on since the pod was
 * seen `before`. An init container that ended well at last is a warning.
 */
export function restarts(pod: Pod, before: Pod | undefined, most: number, circumstances: Circumstances): Finding[] {
  return pod.containers.flatMap((container) => {
    if (container.role === 'ephemeral') return [];
    const atOpening = before?.containers.find((each) => each.name === container.name)?.restarts ?? container.restarts;
    const grown = container.restarts - atOpening;
    const count = restartsSince(container, pod, circumstances.since);
    if (count === 0 && grown <= 0) return [];
    const ended = lastEnd({ ...container, state: container.last }, pod, circumstances.since);
    const kill = ended && killedByProbe(pod, container, ended, circumstances.events);
    const how = kill
      ? `: killed because its ${kill.probe} probe failed${kill.said === undefined ? '' : `: ${kill.said}`}`
      : ended
        ? `: it ${endInWords(ended)}`
        : '';
    const when = ended?.finishedAt === undefined ? '' : `, the last at ${ended.finishedAt}`;
    const isInit = container.role === 'init';
    const code = isInit ? codes.INIT_CONTAINER_RESTARTED : kill ? codes.KILLED_BY_PROBE : codes.CONTAINER_RESTARTED;
    return [
      finding(code, {
        subject: `pod/${pod.name}/${container.name}`,
        message: `${containerInWords(pod, container)}: ${restartsInWords(container.restarts)}${grown > 0 ? ` (${grown} of them while the gate looked)` : ''}${when}${how}.`,
        expected: isInit ? 0 : most,
        actual: container.restarts,
        severity: !isInit && (grown > 0 || count > most) ? 'fail' : 'warn',
      }),
    ];
  });
}

function restartsSince({ restarts: all, last }: Container, pod: Pod, from: string | undefined): number {
  if (all === 0) return 0;
  if (from === undefined || isSince(pod.created, from)) return all;
  // Of an older pod only its last end is known; each of the others may have been long ago.
  return last?.kind === 'terminated' && last.finishedAt !== undefined && isSince(last.finishedAt, from) ? 1 : 0;
}
