import { gap } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { LoggedPod, Run } from './pod-logs-evidence.ts';

/** A run whose first line is not later than this after its start has its log from the beginning. */
const STARTS_WITHIN = 120_000;

/** Parts of a pod's logs that were not there to be read. What a look could not read has gaps of its own. */
export function lossesOf(pod: LoggedPod): Gap[] {
  const subject = `pod/${pod.name}`;
  return pod.runs.flatMap((run) => {
    const { first, messagesLeftOut, lostRecords } = run.log;
    return [
      ...(hasLostItsBeginning(run)
        ? [
            gap(codes.BEGINNING_LOST, {
              subject,
              reason: `The log of ${pod.name} begins ${first ?? 'nowhere'}, its container started ${run.startedAt ?? '?'}.`,
            }),
          ]
        : []),
      ...(messagesLeftOut > 0
        ? [
            gap(codes.TOO_MANY_MESSAGES, {
              subject,
              reason: `${messagesLeftOut} further errors and warnings in ${pod.name} were not kept apart.`,
            }),
          ]
        : []),
      ...(lostRecords > 0
        ? [
            gap(codes.RECORD_LOST, {
              subject,
              reason: `Keycloak in ${pod.name} says ${lostRecords === 1 ? 'of one record' : `of ${lostRecords} records`} that it could not write it into its log.`,
            }),
          ]
        : []),
    ];
  });
}

/** True for a run whose log was asked for from its first line on, and begins later. */
export const hasLostItsBeginning = ({ fromStart, absent, startedAt, log: { banner, first } }: Run): boolean =>
  fromStart &&
  absent === undefined &&
  banner === undefined &&
  startedAt !== undefined &&
  first !== undefined &&
  Date.parse(first) > Date.parse(startedAt) + STARTS_WITHIN;
