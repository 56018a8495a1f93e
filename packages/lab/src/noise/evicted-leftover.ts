import { deployHangingInit } from '../faults/hanging-init.ts';
import { nameOf, undoDeployment, untilPod } from '../faults/workload.ts';
import type { Noise } from './noise.ts';

export const evictedLeftover: Noise = {
  id: 'evicted-leftover',
  title: 'A pod of an older revision was evicted before the deploy; Kubernetes keeps it for somebody to look at',
  before: async (lab, signal) => {
    const name = nameOf(await deployHangingInit(lab, signal));
    await lab.control('kubelet.end-pod', { podName: name, ending: 'evicted' });
    await untilPod(lab, name, 'has failed', ({ status }) => status?.phase === 'Failed', signal);
    await undoDeployment(lab, signal);
  },
};
