import type { Fault } from './fault.ts';
import { deployHangingInit } from './hanging-init.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { nameOf, restoreDeployment, untilPod } from './workload.ts';

export const podPreempted: Fault = {
  id: 'pod-preempted',
  title: 'A new pod had to give way to a more important one of its node',
  inject: async (lab, signal) => {
    const pod = await deployHangingInit(lab, signal);
    await lab.control('kubelet.end-pod', { podName: nameOf(pod), ending: 'preempted' });
    await untilPod(lab, nameOf(pod), 'has failed', ({ status }) => status?.phase === 'Failed', signal);
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/POD_PREEMPTED',
    exitCode: 1,
    // Its replacement hangs, too.
    mayAlso: ['kubernetes/POD_STARTING', 'kubernetes/POD_DISRUPTED', ...stuckRollout],
    domains: ['kubernetes'],
  },
};
