import type { Fault } from './fault.ts';
import { freezeNode, thawNode } from './frozen-node.ts';

const type = 'MemoryPressure';

export const nodeUnderPressure: Fault = {
  id: 'node-under-pressure',
  title: 'The node that hosts the pods is low on memory',
  inject: (lab, signal) =>
    freezeNode(
      lab,
      { type, status: 'True', reason: 'KubeletHasInsufficientMemory', message: 'kubelet has insufficient memory available' },
      signal,
    ),
  heal: (lab, signal) =>
    thawNode(
      lab,
      { type, status: 'False', reason: 'KubeletHasSufficientMemory', message: 'kubelet has sufficient memory available' },
      signal,
    ),
  expect: { suite: 'post-deploy', cause: 'kubernetes/NODE_PRESSURE', exitCode: 0, mayAlso: [], domains: ['kubernetes/nodes-sound'] },
};
