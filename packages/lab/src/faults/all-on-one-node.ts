import type { Fault } from './fault.ts';

const node = { name: 'fault-second-node' };

export const allOnOneNode: Fault = {
  id: 'all-on-one-node',
  title: 'There is a second node, and all pods are on the first',
  inject: async (lab, signal) => {
    const now = `${new Date().toISOString().slice(0, 19)}Z`;
    const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' } as const;
    await lab.kubernetes.create(
      'Node',
      { metadata: node, status: { conditions: [{ ...ready, lastHeartbeatTime: now, lastTransitionTime: now }] } },
      signal,
    );
  },
  heal: (lab, signal) => lab.kubernetes.delete('Node', node, signal),
  expect: { suite: 'post-deploy', cause: 'kubernetes/ALL_ON_ONE_NODE', exitCode: 0, mayAlso: [], domains: ['kubernetes/nodes-sound'] },
};
