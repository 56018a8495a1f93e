import type { Exhibit } from '@keycloak-release-gate/core';
import type { Container, Pod, Workload } from './workload-evidence.ts';

type TimelineEvent = Extract<Exhibit, { kind: 'timeline' }>['events'][number];
const MOST = 120;

/** The rollout as it happened: revisions, pods, container runs and what Kubernetes reported, oldest first. */
export function rolloutTimeline(now: Workload): Exhibit {
  const revisions = now.revisions
    .filter((revision) => revision.current)
    .map((revision): TimelineEvent => ({ at: revision.created, label: `${revision.name} created`, lane: now.name, tone: 'neutral' }));
  const started = Date.parse(revisions[0]?.at ?? '') || 0;
  const events = [...revisions, ...now.pods.flatMap(eventsOfPod), ...reported(now)]
    .filter((event) => Date.parse(event.at) >= started)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || compare(a.lane ?? '', b.lane ?? '') || compare(a.label, b.label));
  // The newest tell most about a rollout that does not end.
  return { kind: 'timeline', title: 'The rollout', events: events.slice(-MOST) };
}

function eventsOfPod(pod: Pod): TimelineEvent[] {
  const ready = pod.conditions.find((each) => each.type === 'Ready');
  return [
    { at: pod.created, label: 'created', lane: pod.name, tone: 'neutral' },
    ...pod.containers.flatMap((container) => runsOf(container, pod.name)),
    ...(ready?.since === undefined || ready.status !== 'True'
      ? []
      : [{ at: ready.since, label: 'ready', lane: pod.name, tone: 'good' as const }]),
  ];
}

function runsOf({ name, state, last }: Container, lane: string): TimelineEvent[] {
  return [last, state].flatMap((run) => {
    if (run?.kind === 'running')
      return run.startedAt === undefined ? [] : [{ at: run.startedAt, label: `${name} started`, lane, tone: 'neutral' as const }];
    if (run?.kind !== 'terminated' || run.finishedAt === undefined) return [];
    const tone = run.exitCode === 0 ? ('neutral' as const) : ('bad' as const);
    return [{ at: run.finishedAt, label: `${name} ended: ${run.reason || 'exit'} ${run.exitCode}`, lane, tone }];
  });
}

const reported = (now: Workload): TimelineEvent[] =>
  now.events.flatMap(({ last, subject, reason, type, count }) =>
    last === undefined || type === 'Normal'
      ? []
      : [
          {
            at: last,
            label: count > 1 ? `${reason} (${count} times)` : reason,
            lane: subject.slice(subject.indexOf('/') + 1),
            tone: 'warn' as const,
          },
        ],
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
