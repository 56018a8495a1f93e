import { labNodeName } from '../manifests/names.ts';
import type { Noise } from './noise.ts';

const node = { name: labNodeName };

export const cordonedNode: Noise = {
  id: 'cordoned-node',
  title: 'The node that hosts the pods takes no new ones: it is about to be maintained',
  after: async (lab, signal) => void (await lab.kubernetes.patch('Node', node, { spec: { unschedulable: true } }, signal)),
  heal: async (lab, signal) => void (await lab.kubernetes.patch('Node', node, { spec: { unschedulable: null } }, signal)),
};
