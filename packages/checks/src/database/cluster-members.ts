import { defineCheck, finding, gap } from '@keycloak-release-gate/core';
import type { Exhibit, Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { workload } from '../kubernetes/workload.ts';
import { codes } from './codes.ts';
import { clusterMembers as members } from './members.ts';
import type { ClusterMembers } from './members.ts';

type Member = NonNullable<ClusterMembers['members']>[number];

/** As many nodes are in one cluster as the workload has replicas. */
export const clusterMembersComplete = defineCheck({
  id: 'database/cluster-members',
  title: 'All Keycloak nodes are in one cluster',
  why: 'Nodes that do not see each other keep caches apart: a password change or a logout on one is unknown to the other. A node too many is a second Keycloak on this database.',
  reads: { seen: members, workload },
  expects: z.object({}),
  judge: ({ seen, workload: { object, name } }) => {
    const subject = `workload/${name}`;
    const wanted = object?.replicas.wanted;
    if (wanted === undefined)
      return {
        findings: [],
        gaps: [
          gap(codes.VERSION_UNKNOWN, { subject, reason: `There is no workload ${name}, so nobody knows how many nodes there should be.` }),
        ],
      };
    if (seen.members === null || (seen.members.length === 0 && wanted > 1))
      return { findings: [], gaps: [notRecorded(subject, seen, wanted)] };
    const findings = [...count(subject, seen.members, wanted), ...split(subject, seen.members, wanted)];
    return {
      findings,
      facts: [
        { name: 'cluster members', value: seen.members.length },
        { name: 'replicas wanted', value: wanted },
      ],
      exhibits: seen.members.length > 0 ? [table(seen.members)] : [],
      ...(findings.length > 0 ? { settling: `${seen.members.length} of ${wanted} nodes are in the cluster` } : {}),
    };
  },
});

const notRecorded = (subject: string, seen: ClusterMembers, wanted: number): ReturnType<typeof gap> =>
  gap(codes.MEMBERS_NOT_RECORDED, {
    subject,
    reason:
      seen.members === null
        ? 'This database has no table jgroups_ping.'
        : `No node has written itself into jgroups_ping, where ${wanted} should be: they do not find each other through the database, or not at all.`,
  });

function count(subject: string, seen: readonly Member[], wanted: number): Finding[] {
  const facts = { expected: wanted, actual: seen.length };
  const names = seen.map((member) => `${member.name ?? member.address} (${member.ip})`).join(', ');
  // One node with a local cache only writes no row, and that is as it should be.
  if (seen.length < wanted && seen.length > 0)
    return [
      finding(codes.MEMBER_MISSING, {
        subject,
        message: `${seen.length} of ${wanted} Keycloak nodes are in the cluster: ${names}.`,
        ...facts,
      }),
    ];
  // Rows of nodes that were killed last stay until the next start; with no replica wanted they mean nothing.
  if (seen.length > wanted && wanted > 0) {
    const message = `${seen.length} Keycloak nodes have entered themselves in this database, where ${wanted} should be: ${names}.`;
    return [finding(codes.MEMBER_UNKNOWN, { subject, message, ...facts })];
  }
  return [];
}

function split(subject: string, seen: readonly Member[], wanted: number): Finding[] {
  if (wanted === 0) return [];
  const clusters = new Set(seen.map((member) => member.cluster));
  const coordinators = seen.filter((member) => member.coordinator === true);
  const leaders = new Set(seen.flatMap((member) => member.coordinatedBy ?? []));
  const parts = Math.max(clusters.size, coordinators.length, leaders.size);
  if (parts <= 1) return [];
  const names = coordinators.map((member) => member.name ?? member.address).join(', ');
  const message = `The ${seen.length} Keycloak nodes form ${parts} clusters instead of one; coordinators: ${names || 'not named'}.`;
  return [finding(codes.CLUSTER_SPLIT, { subject, message, expected: 1, actual: parts })];
}

const table = (seen: readonly Member[]): Exhibit => ({
  kind: 'table',
  title: 'The cluster members, as they have written themselves into the database',
  columns: ['Name', 'Address', 'Cluster', 'Coordinator', 'Last written'],
  rows: seen.map((member) => [
    member.name ?? member.address,
    member.ip,
    member.cluster,
    member.coordinator === null ? 'not told' : member.coordinator ? 'yes' : 'no',
    member.updatedAt ?? 'not told',
  ]),
});
