import { compare, defineCollector } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { connectToKubernetes } from './connect.ts';
import { describeConditions } from './describe-conditions.ts';
import { lookOrGap } from './look-or-gap.ts';
import { Node } from './surrounding-objects.ts';
import { ObservedCondition } from './workload-evidence.ts';
import { workload } from './workload.ts';

/** The nodes that host the workload's pods, and how many others could. */
export const Nodes = z.object({
  /** By name. */
  nodes: z.array(
    z.object({
      name: z.string(),
      cordoned: z.boolean(),
      /** `node.kubernetes.io/unreachable:NoExecute` */
      taints: z.array(z.string()),
      conditions: z.array(ObservedCondition),
    }),
  ),
  /** How many nodes of the cluster are ready and take any pod. */
  schedulable: z.number(),
  total: z.number(),
});
export type Nodes = z.infer<typeof Nodes>;

export const nodes = defineCollector({
  id: 'kubernetes/nodes',
  version: 1,
  title: 'The nodes that host the pods',
  vantage: 'cluster',
  evidence: Nodes,
  timeout: 20_000,
  settles: true,
  reads: { workload },
  params: () => ({}),
  collect: async (_params, context) =>
    lookOrGap(async () => {
      const hosts = new Set(context.looks.workload.pods.flatMap(({ node }) => (node === undefined ? [] : [node])));
      const api = await connectToKubernetes(context);
      return { value: describeNodes(await api.list(Node, 'nodes'), hosts) };
    }),
});

/** The evidence, from all nodes of the cluster and the names of those that host pods. Pure. */
export function describeNodes(all: readonly Node[], hosts: ReadonlySet<string>): Nodes {
  return {
    nodes: all
      .filter(({ metadata: { name } }) => hosts.has(name))
      .map(({ metadata, spec, status }) => ({
        name: metadata.name,
        cordoned: spec.unschedulable === true,
        taints: (spec.taints ?? []).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`).toSorted(compare),
        conditions: describeConditions(status.conditions),
      }))
      .toSorted((a, b) => compare(a.name, b.name)),
    schedulable: all.filter(takesPods).length,
    total: all.length,
  };
}

const takesPods = ({ spec, status }: Node): boolean =>
  spec.unschedulable !== true &&
  !(spec.taints ?? []).some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute') &&
  (status.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True');
