import { describe, expect, it } from 'vitest';
import { codes } from './codes.ts';
import { describeNodes } from './nodes.ts';
import type { Nodes } from './nodes.ts';
import { nodesSound } from './nodes-sound.ts';
import { recordedWorkload } from './recorded-workload.ts';
import { Node } from './surrounding-objects.ts';
import type { Workload } from './workload-evidence.ts';

const { check } = nodesSound;
const healthy = recordedWorkload('healthy');
const pods = healthy.pods.map((pod) => pod.name).join(', ');
const judge = (around: Nodes, now: Workload = healthy) => check.judge({ now, around }, {}, { now: '2026-11-23T21:30:00.000Z' });

const condition = (type: string, status: string, reason: string, message = '') => ({ type, status, reason, message });
const ready = condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status');
const node = (name: string, change: object = {}, conditions: object[] = [ready]) =>
  Node.parse({ metadata: { name }, spec: change, status: { conditions } });
const around = (...all: Node[]): Nodes => describeNodes(all, new Set(['lab-node']));

it('finds nothing wrong with a node that is ready and short of nothing', () => {
  expect(judge(around(node('lab-node', {}, [ready, condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory')])))).toEqual({
    findings: [],
    facts: [
      { name: 'nodes that host pods', value: 'lab-node' },
      { name: 'nodes that could', value: '1 of 1' },
    ],
  });
});

it('counts as able to host what is ready, not cordoned and not tainted', () => {
  const taints = [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }];
  const soft = [{ key: 'spot', value: 'yes', effect: 'PreferNoSchedule' }];
  const all = [node('a', { taints }), node('b', { unschedulable: true }), node('c', {}, []), node('d', { taints: soft }), node('lab-node')];
  expect(describeNodes(all, new Set(['d']))).toEqual({
    nodes: [
      {
        name: 'd',
        cordoned: false,
        taints: ['spot=yes:PreferNoSchedule'],
        conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }],
      },
    ],
    schedulable: 2,
    total: 5,
  });
});

describe('a node', () => {
  it('that is not ready is a failure that may pass', () => {
    const lost = condition('Ready', 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.');
    const message = `lab-node, which hosts ${pods}, is not ready: NodeStatusUnknown: Kubelet stopped posting node status.`;
    const judged = judge(around(node('lab-node', { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] }, [lost])));
    expect(judged.findings).toEqual([
      {
        code: 'kubernetes/NODE_NOT_READY',
        title: codes.NODE_NOT_READY.title,
        severity: 'fail',
        subject: 'node/lab-node',
        message,
        actual: ['node.kubernetes.io/unreachable:NoExecute'],
        remedy: codes.NODE_NOT_READY.remedy,
      },
    ]);
    expect(judged.settling).toBe(message);
  });

  it('that is gone is one, too', () => {
    expect(judge(around(node('other'))).findings).toMatchObject([
      { code: 'kubernetes/NODE_NOT_READY', message: `lab-node, on which ${pods} is said to run, is no node of the cluster any more.` },
    ]);
  });

  it.each(['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'])('with %s is a warning', (type) => {
    expect(judge(around(node('lab-node', {}, [ready, condition(type, 'True', 'Short', 'of it')])))).toMatchObject({
      findings: [{ code: 'kubernetes/NODE_PRESSURE', severity: 'warn', message: `lab-node, which hosts ${pods}: ${type}: Short: of it` }],
    });
  });

  it('that is cordoned is told', () => {
    expect(judge(around(node('lab-node', { unschedulable: true }))).findings).toMatchObject([
      { code: 'kubernetes/NODE_CORDONED', severity: 'info', message: `lab-node, which hosts ${pods}, is cordoned.` },
    ]);
  });
});

it('warns where all replicas are on one node although others could host them', () => {
  expect(judge(around(node('lab-node'), node('other'))).findings).toMatchObject([
    { code: 'kubernetes/ALL_ON_ONE_NODE', severity: 'warn', message: 'All 2 pods are on lab-node; 2 nodes could host them.' },
  ]);
  const spread = healthy.pods.map((pod, index) => ({ ...pod, node: index === 0 ? 'lab-node' : 'other' }));
  const both = describeNodes([node('lab-node'), node('other')], new Set(['lab-node', 'other']));
  expect(judge(both, { ...healthy, pods: spread }).findings).toEqual([]);
});

it('does not pass where no pod is on a node', () => {
  expect(judge(around(node('lab-node')), { ...healthy, pods: [] })).toMatchObject({
    findings: [{ code: 'kubernetes/PODS_MISSING', severity: 'fail' }],
    settling: 'No pod of Deployment keycloak is on a node.',
  });
});

it('is skipped where the environment says that nodes may not be read', () => {
  const run = (nodes: boolean) => ({ environment: { kubernetes: { nodes } } }) as never;
  expect(check.skip(run(false), undefined)).toBe('The environment says that the gate may not look at nodes (`nodes: false`).');
  expect(check.skip(run(true), undefined)).toBeUndefined();
});
