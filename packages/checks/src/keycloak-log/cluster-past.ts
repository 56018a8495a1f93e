import { finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { LoggedPod } from './pod-logs-evidence.ts';

/** One return may be a long pause of Java's; a network that fails again and again gives more. */
const RETURNS_OF_FLAPPING = 2;

/** How the cluster came to be what it is: nodes that began alone, clusters that were merged, members that come and go. */
export function judgePast(pods: readonly LoggedPod[]): Finding[] {
  const flapping = judgeReturns(pods);
  const merged = pods.filter(({ runs: [run] }) => (run?.log.merges ?? 0) > 0);
  const founders = pods.filter(({ runs: [run] }) => (run?.log.founded ?? 0) > 0);
  if (merged.length > 0 && flapping.length === 0) return [mergeInWords(merged, founders)];
  return [...flapping, ...(founders.length > 1 && merged.length === 0 ? [loneInWords(founders, pods.length)] : [])];
}

function judgeReturns(pods: readonly LoggedPod[]): Finding[] {
  // Where a node's name is fixed, a restarted container comes back under it; that is the restart's doing.
  const restarts = pods.reduce((sum, { runs: [run] }) => sum + (run?.attempt ?? 0), 0);
  const flapping = pods
    .map(({ name, runs: [run] }) => ({ name, returns: run?.log.returns ?? 0, views: run?.log.views ?? 0 }))
    .filter(({ returns }) => returns >= RETURNS_OF_FLAPPING && returns > restarts);
  if (flapping.length === 0) return [];
  const told = flapping.map(({ name, returns, views }) => `${name} saw members come back ${returns} times, in ${views} views`);
  return [
    finding(codes.CLUSTER_FLAPPING, {
      subject: 'cluster',
      message: `Members leave the cluster and are there again, though their processes went on: ${told.join('; ')}.`,
      actual: told,
    }),
  ];
}

function mergeInWords(merged: readonly LoggedPod[], founders: readonly LoggedPod[]): Finding {
  const [first] = merged
    .flatMap(({ runs: [run] }) => run?.log.viewHistory.filter((view) => view.merged) ?? [])
    .toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1));
  const began =
    founders.length > 1
      ? `${founders.map(({ name }) => name).join(' and ')} each began a cluster of their own`
      : 'The cluster had fallen apart';
  return finding(codes.CLUSTER_MERGED, {
    subject: 'cluster',
    message: `${began}; only a merge brought the parts together${first?.at === undefined ? '' : ` at ${first.at}`}${first ? ` (view ${first.id} of ${first.size} members)` : ''}.`,
  });
}

const loneInWords = (founders: readonly LoggedPod[], pods: number): Finding =>
  finding(codes.CLUSTER_LONE_COORDINATORS, {
    subject: 'cluster',
    message: `${founders.length} of ${pods} pods found nobody when they started, and each began a cluster of its own: ${founders
      .map(({ name, runs: [run] }) => {
        const at = run?.log.viewHistory.find(({ id, size }) => id === 0 && size === 1)?.at;
        return at === undefined ? name : `${name} at ${at}`;
      })
      .join(', ')}.`,
    expected: 'one node that begins, and others that join it',
    actual: founders.map(({ name }) => name),
  });
