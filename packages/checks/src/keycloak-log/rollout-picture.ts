import type { Exhibit } from '@keycloak-release-gate/core';
import { rolloutEvents, timelineOf } from '../kubernetes/rollout-timeline.ts';
import type { TimelineEvent } from '../kubernetes/rollout-timeline.ts';
import type { Workload } from '../kubernetes/workload-evidence.ts';
import { groupMessages } from './message-groups.ts';
import type { MessageGroup } from './message-groups.ts';
import { knowledgeOf } from './message-knowledge.ts';
import { migrationsOf } from './migration-run.ts';
import type { MigrationRun } from './migration-run.ts';
import type { LoggedPod, PodLogs, Run } from './pod-logs-evidence.ts';
import { hasFailedToStart, startFailureInWords } from './start-failure.ts';

const LONGEST_LABEL = 160;

/**
 * The rollout in one picture: what Kubernetes did and reported, and in the lanes of the pods what their logs tell of it: starts,
 * migrations, the cluster, errors and warnings that are not known to be harmless. From when the logs were read on.
 */
export function rolloutPicture(workload: Workload, logs: PodLogs): Exhibit {
  const told = logs.pods.flatMap((pod) =>
    [
      ...pod.runs.flatMap((run) => startOf(run)),
      ...migrationsOf(pod).map((migration) => migrationInWords(migration)),
      ...messagesOf(pod, logs),
    ].map((event) => ({ ...event, lane: pod.name })),
  );
  return timelineOf('The rollout, with what the logs say', [...rolloutEvents(workload), ...told.flatMap(withTime)], logs.from);
}

/** As an event, where its time may not be known. */
type Timed = Omit<TimelineEvent, 'at' | 'until'> & { readonly at: string | undefined; readonly until?: string | undefined };

function withTime({ at, until, label, lane, tone }: Timed): TimelineEvent[] {
  if (at === undefined) return [];
  const short = label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL)}…` : label;
  return [
    {
      at,
      ...(until === undefined || until === at ? {} : { until }),
      label: short,
      ...(lane === undefined ? {} : { lane }),
      ...(tone ? { tone } : {}),
    },
  ];
}

function migrationInWords({ run, from, to, lastStep, outcome }: MigrationRun): Timed {
  // A run that came to its end goes on logging; the migration was over when the server had started.
  const { bootstrap, banner } = run.log;
  const end = outcome === 'completed' ? (bootstrap?.at ?? banner?.at) : to;
  const label = `migration of the database ${outcome}, its last step: ${lastStep}`;
  return { at: from, until: end, label, tone: outcome === 'cut off' || outcome === 'failed' ? 'bad' : 'neutral' };
}

function startOf(run: Run): Timed[] {
  const { banner, bootstrap, viewHistory, view, last } = run.log;
  const views = viewHistory.length > 0 ? viewHistory : view ? [view] : [];
  return [
    ...(banner ? [{ at: banner.at, label: `Keycloak ${banner.version} started`, tone: 'neutral' as const }] : []),
    ...(bootstrap ? [{ at: bootstrap.at, label: 'bootstrap completed', tone: 'good' as const }] : []),
    ...views.map(({ at, size, merged }): Timed => ({
      at,
      label: merged ? `clusters merged into one of ${size}` : `cluster view of ${size}`,
      tone: merged ? 'warn' : 'neutral',
    })),
    ...(hasFailedToStart(run) ? [{ at: last, label: `Keycloak gave up starting: ${startFailureInWords(run)}`, tone: 'bad' as const }] : []),
  ];
}

/** What a pod logged that is not known to be harmless: once, or for as long as it went on. */
const messagesOf = (pod: LoggedPod, logs: PodLogs): Timed[] =>
  groupMessages({ ...logs, pods: [pod] }, () => true)
    .filter((group) => knowledgeOf(group).kind !== 'benign')
    .map((group) => ({ at: group.first, until: group.last, label: labelOf(group), tone: group.level === 'ERROR' ? 'bad' : 'warn' }));

const labelOf = ({ level, logger, count, excerpt }: MessageGroup): string =>
  `${level}${count > 1 ? ` (${count} times)` : ''} ${logger}: ${excerpt.split('\n')[0] ?? ''}`;
