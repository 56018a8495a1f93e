import { labNamespace } from '../manifests/names.ts';
import type { Fault } from './fault.ts';
import { deployHangingInit } from './hanging-init.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { nameOf, restoreDeployment, untilPod } from './workload.ts';

export const deadlineExceeded: Fault = {
  id: 'deadline-exceeded',
  title: 'A policy gives every new pod a deadline, and the node ends it when that is over',
  inject: async (lab, signal) => {
    const name = nameOf(await deployHangingInit(lab, signal));
    await lab.kubernetes.patch('Pod', { name, namespace: labNamespace }, { spec: { activeDeadlineSeconds: 1 } }, signal);
    await untilPod(lab, name, 'has failed', ({ status }) => status?.phase === 'Failed', signal);
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/POD_DEADLINE_EXCEEDED',
    exitCode: 1,
    // Its replacement hangs, too.
    mayAlso: ['kubernetes/POD_STARTING', ...stuckRollout],
    domains: ['kubernetes'],
  },
};
