import { defineCheck, finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { nodes } from './nodes.ts';
import type { Nodes } from './nodes.ts';
import { isAlive } from './rollout.ts';
import { workload } from './workload.ts';

const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'];

/** The nodes under the pods are ready and short of nothing, and there is more than one of them where that can be. */
export const nodesSound = defineCheck({
  id: 'kubernetes/nodes-sound',
  title: 'The nodes under the pods are sound',
  why: 'A pod is no better than its node: pods of a node that is not ready are lost soon, and those of one under pressure are evicted.',
  reads: { now: workload, around: nodes },
  expects: z.object({}),
  skip: ({ environment }) =>
    environment.kubernetes?.nodes === false ? 'The environment says that the gate may not look at nodes (`nodes: false`).' : undefined,
  judge: ({ now, around }) => {
    const pods = now.pods.filter((pod) => isAlive(pod) && pod.deleting === undefined);
    const hosts = Map.groupBy(
      pods.filter((pod) => pod.node !== undefined),
      (pod) => pod.node ?? '',
    );
    if (hosts.size === 0) {
      const message = `No pod of ${now.kind} ${now.name} is on a node.`;
      return { findings: [finding(codes.PODS_MISSING, { subject: `${now.kind.toLowerCase()}/${now.name}`, message })], settling: message };
    }
    const findings: Finding[] = [];
    for (const [name, hosted] of [...hosts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      findings.push(
        ...judgeNode(
          name,
          hosted.map((pod) => pod.name).join(', '),
          around.nodes.find((node) => node.name === name),
        ),
      );
    const current = pods.filter((pod) => pod.current);
    const [only, ...others] = [...new Set(current.map((pod) => pod.node))];
    if (only !== undefined && others.length === 0 && current.length > 1 && around.schedulable > 1)
      findings.push(
        finding(codes.ALL_ON_ONE_NODE, {
          subject: `node/${only}`,
          message: `All ${current.length} pods are on ${only}; ${around.schedulable} nodes could host them.`,
        }),
      );
    const lost = findings.filter((each) => each.severity === 'fail');
    return {
      findings: [...lost, ...findings.filter((each) => each.severity !== 'fail')],
      facts: [
        { name: 'nodes that host pods', value: [...hosts.keys()].toSorted().join(', ') },
        { name: 'nodes that could', value: `${around.schedulable} of ${around.total}` },
      ],
      ...(lost.length === 0 ? {} : { settling: lost.map((each) => each.message).join(' ') }),
    };
  },
});

function judgeNode(name: string, pods: string, node: Nodes['nodes'][number] | undefined): Finding[] {
  const subject = `node/${name}`;
  if (!node)
    return [
      finding(codes.NODE_NOT_READY, { subject, message: `${name}, on which ${pods} is said to run, is no node of the cluster any more.` }),
    ];
  const ready = node.conditions.find((each) => each.type === 'Ready');
  const why = ready ? `${ready.reason}: ${ready.message}` : 'it has no condition Ready';
  return [
    ...(ready?.status === 'True'
      ? []
      : [finding(codes.NODE_NOT_READY, { subject, message: `${name}, which hosts ${pods}, is not ready: ${why}`, actual: node.taints })]),
    ...node.conditions
      .filter((each) => pressures.includes(each.type) && each.status === 'True')
      .map((each) =>
        finding(codes.NODE_PRESSURE, { subject, message: `${name}, which hosts ${pods}: ${each.type}: ${each.reason}: ${each.message}` }),
      ),
    ...(node.cordoned ? [finding(codes.NODE_CORDONED, { subject, message: `${name}, which hosts ${pods}, is cordoned.` })] : []),
  ];
}
