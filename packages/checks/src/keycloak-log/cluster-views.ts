import { finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import type { ClusterView } from './cluster-view.ts';
import { codes } from './codes.ts';
import type { LoggedPod } from './pod-logs-evidence.ts';

/** A pod and the newest view that it logged. */
export interface Seen {
  readonly pod: LoggedPod;
  readonly view: ClusterView;
}

/** Whether the newest views of all pods are one, with as many members as there are to be replicas. `pods`: how many there are. */
export function judgeViews(known: readonly Seen[], replicas: number, pods: number): Finding[] {
  const groups = Map.groupBy(known, ({ view }) => `${view.size}: ${view.members.join(', ')}`);
  if (groups.size > 1) {
    const parts = [...groups.values()].map((group) => partInWords(group)).toSorted();
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
  const there = view.size === pods ? ` ${pods === 1 ? '1 pod is' : `${pods} pods are`} there, and in it.` : '';
  return [
    finding(codes.CLUSTER_SIZE, {
      subject: 'cluster',
      message: `The cluster has ${view.size} ${view.size === 1 ? 'member' : 'members'} (${view.members.join(', ')}), and ${replicas} replicas are wanted.${there}`,
      expected: replicas,
      actual: view.size,
    }),
  ];
}

function partInWords(group: readonly Seen[]): string {
  const names = group.map(({ pod }) => pod.name);
  return `${names.join(', ')} ${names.length === 1 ? 'sees' : 'see'} [${group[0]?.view.members.join(', ') ?? ''}]`;
}
