import { compare } from '@keycloak-release-gate/core';
import type { Exhibit } from '@keycloak-release-gate/core';
import type { Container, Pod, Workload, WorkloadEvent } from './workload-evidence.ts';

export type TimelineEvent = Extract<Exhibit, { kind: 'timeline' }>['events'][number];

const MOST = 160;
const LONGEST_LABEL = 160;

/** The rollout as it happened: revisions, pods, container runs and what Kubernetes reported, oldest first. */
export function rolloutTimeline(now: Workload): Exhibit {
  return timelineOf('The rollout', rolloutEvents(now), now.revisions.find((revision) => revision.current)?.created);
}

/** A time line of what happened since a time, oldest first. Where that is too much, what is only for information is left out first. */
export function timelineOf(title: string, events: readonly TimelineEvent[], since: string | undefined): Exhibit {
  // The API's times are whole seconds.
  const start = Math.floor((Date.parse(since ?? '') || 0) / 1000) * 1000;
  const inTime = events
    .filter(({ at, until: end }) => Date.parse(at) >= start || Date.parse(end ?? at) > start)
    .map((event) => (Date.parse(event.at) >= start ? event : { ...event, at: since ?? event.at }))
    .map(({ until: end, ...event }) => ({
      ...event,
      ...until(end === undefined || Date.parse(end) <= Date.parse(event.at) ? undefined : end),
    }))
    .toSorted(inOrder);
  const telling = inTime.filter(({ tone }) => tone === 'bad' || tone === 'warn');
  const rest = inTime.filter(({ tone }) => tone !== 'bad' && tone !== 'warn');
  // The newest tell most about a rollout that does not end.
  const kept = [...telling.slice(-MOST), ...rest.slice(-Math.max(1, MOST - telling.length))].slice(0, MOST);
  const left = inTime.length - kept.length;
  return { kind: 'timeline', title: left > 0 ? `${title} (${left} more events are left out)` : title, events: kept.toSorted(inOrder) };
}

/** What happened to the workload, in no order; the lane of its pods is their name, that of all else the workload's. */
export const rolloutEvents = (now: Workload): TimelineEvent[] => [
  ...now.revisions.map(({ name, created }): TimelineEvent => ({
    at: created,
    label: `${name} created`,
    lane: laneOf(now),
    tone: 'neutral',
  })),
  ...now.pods.flatMap((pod) => eventsOfPod(pod, now.observedAt)),
  ...reported(now),
];

function eventsOfPod(pod: Pod, observedAt: string | undefined): TimelineEvent[] {
  const ready = readySince(pod);
  return [
    { at: pod.created, label: 'created', lane: pod.name, tone: 'neutral' },
    ...pod.containers.flatMap((container) => runsOf(container, pod.name, observedAt)),
    ...(ready === undefined ? [] : [{ at: ready, label: 'ready', lane: pod.name, tone: 'good' as const }]),
  ];
}

function readySince({ conditions }: Pod): string | undefined {
  const ready = conditions.find((each) => each.type === 'Ready');
  return ready?.status === 'True' ? ready.since : undefined;
}

/** The runs of a container that are known, each as long as it took. */
function runsOf({ name, state, last }: Container, lane: string, observedAt: string | undefined): TimelineEvent[] {
  return [last, state].flatMap((run): TimelineEvent[] => {
    if (run?.kind === 'running')
      return run.startedAt === undefined ? [] : [{ at: run.startedAt, ...until(observedAt), label: `${name} runs`, lane, tone: 'neutral' }];
    if (run?.kind !== 'terminated' || run.finishedAt === undefined) return [];
    const { startedAt, finishedAt, reason, exitCode } = run;
    return [
      ...(startedAt === undefined ? [] : [{ at: startedAt, until: finishedAt, label: `${name} ran`, lane, tone: 'neutral' as const }]),
      { at: finishedAt, label: `${name} ended: ${reason || 'exit'} ${exitCode}`, lane, tone: exitCode === 0 ? 'neutral' : 'bad' },
    ];
  });
}

const until = (at: string | undefined): { until?: string } => (at === undefined ? {} : { until: at });

/** Normal events that change what runs; of the others the pods and their containers tell the same. */
const telling = new Set(['ScalingReplicaSet', 'SuccessfulCreate', 'SuccessfulDelete', 'Killing', 'SuccessfulRescale']);

function reported(now: Workload): TimelineEvent[] {
  const pods = new Map(now.pods.map((pod) => [`pod/${pod.name}`, pod]));
  return now.events.flatMap((event) => eventAsTold(event, pods.get(event.subject), laneOf(now)));
}

function eventAsTold(event: WorkloadEvent, pod: Pod | undefined, otherLane: string): TimelineEvent[] {
  const { subject, type, reason, message, count, first, last } = event;
  if (last === undefined || (type === 'Normal' && !telling.has(reason))) return [];
  const times = count > 1 ? ` (${count} times)` : '';
  return [
    {
      at: first ?? last,
      ...until(first === undefined || first === last ? undefined : last),
      label: cut(`${reason}${times}${message === '' ? '' : `: ${message}`}`),
      lane: subject.startsWith('pod/') ? subject.slice('pod/'.length) : otherLane,
      tone: type === 'Normal' || isOfStarting(event, pod) ? 'neutral' : 'warn',
    },
  ];
}

/** A probe that failed until the pod was ready only says that it was starting. */
function isOfStarting({ reason, last }: WorkloadEvent, pod: Pod | undefined): boolean {
  const ready = pod && readySince(pod);
  return reason === 'Unhealthy' && ready !== undefined && last !== undefined && Date.parse(last) <= Date.parse(ready);
}

const laneOf = ({ kind, name }: Workload): string => `${kind} ${name}`;
const cut = (text: string): string => (text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL)}…` : text);

const inOrder = (a: TimelineEvent, b: TimelineEvent): number =>
  Date.parse(a.at) - Date.parse(b.at) || compare(a.lane ?? '', b.lane ?? '') || compare(a.label, b.label);
