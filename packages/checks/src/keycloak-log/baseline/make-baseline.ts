import type { LogSummary } from '../log-summary.ts';
import type { PodLogs } from '../pod-logs-evidence.ts';
import { hasLostItsBeginning } from '../log-losses.ts';
import { createLogReducer } from '../log-reducer.ts';
import { hasFailedToStart } from '../start-failure.ts';
import { unseenOf } from '../unseen-log.ts';
import { hoursOf } from './coverage.ts';
import type { Stretch } from './coverage.ts';
import { LOG_BASELINE_SCHEMA, QUIET_PART } from './log-baseline.ts';
import type { BaselineSource, LogBaseline } from './log-baseline.ts';

/** A log that was read whole, or not: `lacks` says what is missing of it. */
export interface ReadLog {
  readonly name: string;
  readonly log: LogSummary;
  readonly lacks: readonly string[];
  /** The time of which it would tell, where more is known of it than its first and last line. */
  readonly covers?: Partial<Stretch>;
}

/**
 * The logs of the pods, run by run; `readAt` is when they were read. Runs without a line have nothing to say. What a pod logs that
 * does not work, or a start that failed, is no sign of how it is before a release: that lacks a sound system.
 */
export const logsOfPods = ({ pods, from }: PodLogs, readAt?: string): readonly ReadLog[] =>
  pods.flatMap((pod) => {
    const { name, ready, runs } = pod;
    const unseen = unseenOf(pod, from).map(({ reason }) => reason);
    const lacks = [...(ready ? [] : [`${name} is not ready: what it logs is not how a sound system logs.`]), ...unseen];
    const logs = runs
      .filter((run) => run.log.lines > 0)
      .map((run) => ({
        name: `pod/${name}${run.which === 'previous' ? ' (previous run)' : ''}`,
        log: run.log,
        lacks: [...lacks, ...(hasFailedToStart(run) ? [`Keycloak in ${name} (${run.which} run) gave up starting.`] : [])],
        covers: {
          // A log that was read from its first line on is silent before its start; one that was read from later on may have been cut.
          ...(run.fromStart && run.startedAt !== undefined && !hasLostItsBeginning(run) ? { from: inMilliseconds(run.startedAt) } : {}),
          ...(run.state === 'running' && readAt !== undefined ? { to: readAt } : {}),
        },
      }));
    return logs.length === 0 && unseen.length > 0 ? [{ name: `pod/${name}`, log: createLogReducer().summary(), lacks }] : logs;
  });

const inMilliseconds = (time: string): string => new Date(time).toISOString();

/** What `makeBaseline` is told beside the logs. */
export interface BaselineOf {
  readonly environment: string;
  /** ISO 8601. */
  readonly takenAt: string;
  /** How many hours it should cover. */
  readonly wantedHours: number;
  /** What could not be read, in words. */
  readonly unread: readonly string[];
}

/** Puts logs together; undefined where none of them has a line with a time. `short` says all that it lacks. */
export function makeBaseline(logs: readonly ReadLog[], { environment, takenAt, wantedHours, unread }: BaselineOf): LogBaseline | undefined {
  const sources = logs.flatMap(sourceOf);
  const [from] = sources.map((source) => source.from).toSorted();
  const to = sources
    .map((source) => source.to)
    .toSorted()
    .at(-1);
  if (from === undefined || to === undefined) return undefined;
  const hours = Math.round(hoursOf(sources) * 10) / 10;
  const leftOut = logs.reduce((sum, { log }) => sum + log.messagesLeftOut, 0);
  const lost = logs.reduce((sum, { log }) => sum + log.lostRecords, 0);
  return {
    schema: LOG_BASELINE_SCHEMA,
    environment,
    takenAt,
    from,
    to,
    hours,
    sources,
    messages: messagesOf(logs),
    userEvents: userEventsOf(logs),
    short: [
      ...unread,
      ...new Set(logs.flatMap(({ lacks }) => lacks)),
      ...(hours < wantedHours * (1 - QUIET_PART) ? [`It covers ${hours} of ${wantedHours} hours.`] : []),
      ...(leftOut > 0 ? [`${leftOut} further errors and warnings were not kept apart.`] : []),
      ...(lost > 0 ? [`${lost} records could not be written into the log by the server itself.`] : []),
    ],
  };
}

const sourceOf = ({ name, log: { first, last, lines }, covers }: ReadLog): BaselineSource[] =>
  first === undefined || last === undefined ? [] : [{ name, from: covers?.from ?? first, to: covers?.to ?? last, lines }];

function messagesOf(logs: readonly ReadLog[]): LogBaseline['messages'] {
  const found = new Map<string, LogBaseline['messages'][number]>();
  for (const { log } of logs)
    for (const { excerpt: _, ...message } of log.messages) {
      const known = found.get(message.fingerprint);
      const [first] = [known?.first, message.first].filter((time) => time !== undefined).toSorted();
      const last = [known?.last, message.last]
        .filter((time) => time !== undefined)
        .toSorted()
        .at(-1);
      found.set(message.fingerprint, {
        ...message,
        count: message.count + (known?.count ?? 0),
        ...(first === undefined ? {} : { first }),
        ...(last === undefined ? {} : { last }),
      });
    }
  return [...found.values()].toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
}

function userEventsOf(logs: readonly ReadLog[]): LogBaseline['userEvents'] {
  const found = new Map<string, LogBaseline['userEvents'][number]>();
  for (const { log } of logs)
    for (const { type, error, client, count } of log.userEvents) {
      const key = JSON.stringify([type, error, client]);
      found.set(key, { type, error, client, count: count + (found.get(key)?.count ?? 0) });
    }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event);
}
