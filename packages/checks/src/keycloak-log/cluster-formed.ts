import { defineCheck, finding, gap } from '@keycloak-release-gate/core';
import type { Exhibit, Finding, Gap, Judgement } from '@keycloak-release-gate/core';
import { z } from 'zod';
import type { ClusterView } from './cluster-view.ts';
import { judgePast } from './cluster-past.ts';
import { judgeViews } from './cluster-views.ts';
import { codes } from './codes.ts';
import { inOrder } from './pod-logs-evidence.ts';
import type { LoggedPod } from './pod-logs-evidence.ts';
import { podLogs } from './pod-logs.ts';
import { serverStarted } from './started.ts';

/** All pods logged the same cluster view, and it has as many members as there are replicas. */
export const clusterFormed = defineCheck({
  id: 'keycloak-log/cluster-formed',
  title: 'The pods form one cluster',
  why: 'Pods that do not see each other each keep sessions and caches of their own: users are logged out at random, and changes are not seen everywhere.',
  reads: { now: podLogs },
  // A pod that has not started has no view either, and says so there.
  needs: [serverStarted],
  expects: z.object({}),
  judge: ({ now: logs }) => {
    const now = inOrder(logs);
    const facts = [{ name: 'replicas', value: now.replicas }];
    if (now.pods.length === 0) {
      const message = 'There is no pod that could be in a cluster.';
      return { findings: [finding(codes.CLUSTER_VIEW_MISSING, { subject: 'cluster', message })], settling: message };
    }
    const seen = now.pods.map((pod) => ({ pod, view: pod.runs[0]?.log.view }));
    const exhibits = [viewsTable(seen), ...viewsTimeline(now.pods)];
    const known = seen.flatMap(({ pod, view }) => (view ? [{ pod, view }] : []));
    if (now.replicas === 1 && now.pods.length === 1 && known.every(({ view }) => view.size === 1))
      return { findings: [], facts: [...facts, { name: 'cluster', value: 'one replica: there is nothing to join' }], exhibits };
    const missing = seen.filter(({ view }) => !view).map(({ pod }) => judgeMissing(pod));
    const judged = [...missing.flatMap((each) => each.findings), ...judgeViews(known, now.replicas, now.pods.length)];
    const gaps = missing.flatMap((each) => each.gaps);
    const views = known.length === 0 ? [] : [{ name: 'cluster view', value: known[0] ? describe(known[0].view) : '' }];
    const judgement: Judgement = { findings: [...judged, ...judgePast(now.pods)], gaps, facts: [...facts, ...views], exhibits };
    // How it came about does not change any more; whatever else is wrong here heals when a node joins, or when the others notice that one has left.
    const settling = [...judged.map((each) => each.message), ...gaps.map((each) => each.reason)];
    return settling.length === 0 ? judgement : { ...judgement, settling: settling.join(' ') };
  },
});

function judgeMissing(pod: LoggedPod): { readonly findings: Finding[]; readonly gaps: Gap[] } {
  const subject = `pod/${pod.name}`;
  const run = pod.runs[0];
  // Where the start is in the log, a view would be, too.
  if (run?.log.banner === undefined && pod.ready)
    return {
      findings: [],
      gaps: [
        gap(codes.CLUSTER_VIEW_NOT_SEEN, {
          subject,
          reason: `The log of ${pod.name} that is left shows no cluster view; it begins ${run?.log.first ?? 'nowhere'}.`,
        }),
      ],
    };
  return { findings: [finding(codes.CLUSTER_VIEW_MISSING, { subject, message: `${pod.name} logged no cluster view.` })], gaps: [] };
}

const describe = ({ coordinator, id, size, members }: ClusterView): string =>
  `${size} members: ${members.join(', ')} (view ${id} of ${coordinator})`;

const viewsTable = (seen: readonly { readonly pod: LoggedPod; readonly view: ClusterView | undefined }[]): Exhibit => ({
  kind: 'table',
  title: 'The newest cluster view of each pod',
  columns: ['Pod', 'View', 'Members', 'Since'],
  rows: seen.map(({ pod, view }) => [
    pod.name,
    view ? `${view.coordinator}|${view.id}${view.merged ? ' (merged)' : ''}` : 'none',
    view ? `${view.size}: ${view.members.join(', ')}` : '',
    view?.at ?? '',
  ]),
});

const viewsTimeline = (pods: readonly LoggedPod[]): Exhibit[] => {
  const events = pods.flatMap(({ name, runs: [run] }) =>
    (run?.log.viewHistory ?? []).flatMap(({ id, size, members, merged, at }) =>
      at === undefined
        ? []
        : [
            {
              at,
              lane: name,
              label: `view ${id}${merged ? ', merged' : ''}: ${size === 1 ? 'alone' : `${size} members, ${members.join(', ')}`}`,
              ...(merged ? { tone: 'warn' as const } : {}),
            },
          ],
    ),
  );
  return events.length === 0
    ? []
    : [
        {
          kind: 'timeline',
          title: 'The cluster views, as each pod logged them',
          events: events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
        },
      ];
};
