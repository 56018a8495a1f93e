import { defineCheck, finding, gap } from '@keycloak-release-gate/core';
import type { Exhibit, Finding, Gap, Judgement } from '@keycloak-release-gate/core';
import { z } from 'zod';
import type { ClusterView } from './cluster-view.ts';
import { codes } from './codes.ts';
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
  judge: ({ now }) => {
    const facts = [{ name: 'replicas', value: now.replicas }];
    if (now.pods.length === 0) {
      const message = 'There is no pod that could be in a cluster.';
      return { findings: [finding(codes.CLUSTER_VIEW_MISSING, { subject: 'cluster', message })], settling: message };
    }
    const seen = now.pods.map((pod) => ({ pod, view: pod.runs[0]?.log.view }));
    const exhibits = [viewsTable(seen)];
    const known = seen.flatMap(({ pod, view }) => (view ? [{ pod, view }] : []));
    if (now.replicas === 1 && now.pods.length === 1 && known.every(({ view }) => view.size === 1))
      return { findings: [], facts: [...facts, { name: 'cluster', value: 'one replica: there is nothing to join' }], exhibits };
    const missing = seen.filter(({ view }) => !view).map(({ pod }) => judgeMissing(pod));
    const judged = [...missing.flatMap((each) => each.findings), ...judgeViews(known, now.replicas)];
    const gaps = missing.flatMap((each) => each.gaps);
    const views = known.length === 0 ? [] : [{ name: 'cluster view', value: known[0] ? describe(known[0].view) : '' }];
    const judgement: Judgement = { findings: judged, gaps, facts: [...facts, ...views], exhibits };
    // Whatever is wrong here heals when a node joins, or when the others notice that one has left.
    const settling = [...judged.map((each) => each.message), ...gaps.map((each) => each.reason)];
    return settling.length === 0 ? judgement : { ...judgement, settling: settling.join(' ') };
  },
});

interface Seen {
  readonly pod: LoggedPod;
  readonly view: ClusterView;
}

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

function judgeViews(known: readonly Seen[], replicas: number): Finding[] {
  const groups = new Map<string, string[]>();
  for (const { pod, view } of known) {
    const key = view.members.join(', ');
    groups.set(key, [...(groups.get(key) ?? []), pod.name]);
  }
  if (groups.size > 1) {
    const parts = [...groups].map(([members, pods]) => `${pods.join(', ')} ${pods.length === 1 ? 'sees' : 'see'} [${members}]`).toSorted();
    return [
      finding(codes.CLUSTER_SPLIT, {
        subject: 'cluster',
        message: `The pods see ${groups.size} different clusters: ${parts.join('; ')}.`,
        expected: `one view of ${replicas}`,
        actual: parts,
      }),
    ];
  }
  const view = known[0]?.view;
  if (!view || view.size === replicas) return [];
  return [
    finding(codes.CLUSTER_SIZE, {
      subject: 'cluster',
      message: `The cluster has ${view.size} ${view.size === 1 ? 'member' : 'members'} (${view.members.join(', ')}), and ${replicas} replicas are wanted.`,
      expected: replicas,
      actual: view.size,
    }),
  ];
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
