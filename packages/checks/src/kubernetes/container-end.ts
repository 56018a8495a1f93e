import type { Code } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { isSince } from './deploy-start.ts';
import { endInWords } from './exit-code.ts';
import { killedByProbe } from './probe-kill.ts';
import { isAbout, isDuring } from './run-events.ts';
import { containerInWords, restartsInWords } from './trouble.ts';
import type { Circumstances, End, Trouble } from './trouble.ts';
import type { Container, Pod } from './workload-evidence.ts';

/** What a run's end is called where its reason or exit code says nothing more exact. */
const codeOfRole: Readonly<Record<Container['role'], Code>> = {
  main: codes.CONTAINER_DOES_NOT_STAY_UP,
  init: codes.INIT_CONTAINER_FAILED,
  sidecar: codes.SIDECAR_NOT_RUNNING,
  ephemeral: codes.CONTAINER_DOES_NOT_STAY_UP,
};

const codeOfReason: ReadonlyMap<string, Code> = new Map(
  Object.entries({
    ContainerCannotRun: codes.CONTAINER_CANNOT_RUN,
    StartError: codes.CONTAINER_CANNOT_RUN,
    ContainerStatusUnknown: codes.CONTAINER_STATUS_UNKNOWN,
    DeadlineExceeded: codes.POD_DEADLINE_EXCEEDED,
  }),
);

/** Exit codes of a shell or a runtime that could not start the command at all. */
const cannotRun = new Set([126, 127, 128]);

/**
 * The run of a container that ended last, unless that is older than what is judged. In a pod that is not older, nothing is: the
 * end is told by the clock of the node, which may be wrong.
 */
export function lastEnd({ state, last }: Container, { created }: Pick<Pod, 'created'>, since: string | undefined): End | undefined {
  const ended = state?.kind === 'terminated' ? state : last;
  if (ended?.kind !== 'terminated') return undefined;
  const counts = since === undefined || ended.finishedAt === undefined || isSince(created, since) || isSince(ended.finishedAt, since);
  return counts ? ended : undefined;
}

/** A container that was killed for lack of memory; undefined for every other end. */
export function outOfMemory(pod: Pod, container: Container, ended: End): Trouble | undefined {
  if (ended.reason !== 'OOMKilled') return undefined;
  const at = ended.finishedAt === undefined ? '' : ` at ${ended.finishedAt}`;
  const limit = container.limits?.memory === undefined ? '' : `, memory limit ${container.limits.memory}`;
  return {
    code: codes.OUT_OF_MEMORY,
    message: `${containerInWords(pod, container)}: OOMKilled${at}, exit code ${ended.exitCode}${limit}, ${restartsInWords(container.restarts)}.`,
  };
}

/**
 * Why a container does not stay up, told by how its last run ended: by a probe, by a command that cannot be run, or by itself.
 * `now` says what it does now: `CrashLoopBackOff`.
 */
export function endTrouble(pod: Pod, container: Container, ended: End | undefined, now: string, { events }: Circumstances): Trouble {
  const who = containerInWords(pod, container);
  const times = restartsInWords(container.restarts);
  const role = codeOfRole[container.role];
  if (!ended) return { code: role, message: `${who}: ${now}, ${times}.` };
  const kill = killedByProbe(pod, container, ended, events);
  if (kill) {
    const said = kill.said === undefined ? '' : `: ${kill.said}`;
    return {
      code: codes.KILLED_BY_PROBE,
      message: `${who}: ${now}, ${times}; killed at ${kill.at} because its ${kill.probe} probe failed${said}.`,
    };
  }
  const hook = events.find((event) => event.reason === 'FailedPostStartHook' && isAbout(event, pod, container) && isDuring(event, ended));
  if (hook)
    return {
      code: codes.CONTAINER_HOOK_FAILED,
      message: `${who}: ${now}, ${times}; the last run was ended because its post-start hook failed (${hook.message}).`,
    };
  const code = codeOfReason.get(ended.reason) ?? (cannotRun.has(ended.exitCode) ? codes.CONTAINER_CANNOT_RUN : role);
  return { code, message: `${who}: ${now}, ${times}; the last run ${endInWords(ended)}.` };
}
