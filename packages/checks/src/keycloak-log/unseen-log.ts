import { gap } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { GONE } from './pod-logs-evidence.ts';
import type { LoggedPod, Run } from './pod-logs-evidence.ts';

/**
 * What of a pod's logs since a time (ISO 8601) nobody could see, though the API handed out all that it had: that no error stands
 * in it is no sign that there was none.
 */
export function unseenOf(pod: LoggedPod, from: string): Gap[] {
  const subject = `pod/${pod.name}`;
  const { name, ready, runs } = pod;
  if (runs.length === 0) return [gap(codes.UNREADABLE, { subject, reason: `${name} has no container of the name that runs Keycloak.` })];
  return [
    ...runs.flatMap((run) => [
      ...(isAbsentThoughItRan(run, from)
        ? [gap(codes.RUN_LOST, { subject, reason: `The log of ${name} (${run.which} run) is not there: ${run.absent ?? ''}.` })]
        : []),
      ...(run.silent && run.state === 'running' && (ready || !run.fromStart)
        ? [gap(codes.LOG_EMPTY, { subject, reason: `Keycloak in ${name} runs since ${run.startedAt ?? '?'} and its log is empty.` })]
        : []),
      ...(isStrange(run)
        ? [
            gap(codes.NOT_UNDERSTOOD, {
              subject,
              reason: `Of the ${run.log.lines} lines in the log of ${name} ${run.log.strange} are in a format that is not known, and ${run.log.records} are records.`,
            }),
          ]
        : []),
    ]),
    ...lostRuns(pod).map((reason) => gap(codes.RUN_LOST, { subject, reason })),
  ];
}

/** A start that failed is told, in whatever words. */
const isStrange = ({ log: { strange, records, startFailure } }: Run): boolean => strange > records && startFailure.length === 0;

/** Of a run that goes on, or that ended in the time that is looked at; that a pod is gone is told elsewhere. */
const isAbsentThoughItRan = ({ state, absent, endedAt }: Run, from: string): boolean =>
  absent !== undefined &&
  absent !== GONE &&
  (state === 'running' || (state === 'ended' && (endedAt === undefined || Date.parse(endedAt) >= Date.parse(from))));

/** The kubelet keeps a container's last two runs. Of a pod that does not come up, those tell as much as the ones before. */
function lostRuns({ name, ready, runs: [newest, previous] }: LoggedPod): string[] {
  if (!ready || !newest || newest.attempt < 2 || previous?.fromStart !== true) return [];
  return [`Keycloak in ${name} was started ${newest.attempt + 1} times; the logs of the last two runs are there, the others are gone.`];
}
