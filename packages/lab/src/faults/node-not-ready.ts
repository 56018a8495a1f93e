import type { Fault } from './fault.ts';
import { freezeNode, thawNode } from './frozen-node.ts';
import { rolledOut } from './workload.ts';

const message = 'container runtime is down,PLEG is not healthy: pleg was last seen active 3m2.1s ago; threshold is 3m0s';

export const nodeNotReady: Fault = {
  id: 'node-not-ready',
  title: 'The node that hosts the pods has lost its container runtime',
  inject: (lab, signal) => freezeNode(lab, { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message }, signal),
  heal: async (lab, signal) => {
    await thawNode(lab, { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }, signal);
    await rolledOut(lab, signal);
  },
  expect: { suite: 'post-deploy', cause: 'kubernetes/NODE_NOT_READY', exitCode: 1, mayAlso: [], domains: ['kubernetes/nodes-sound'] },
};
