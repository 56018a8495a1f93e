import type { Fault } from './fault.ts';
import { deployHangingInit } from './hanging-init.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { restoreDeployment } from './workload.ts';

export const initContainerHangs: Fault = {
  id: 'init-container-hangs',
  title: 'The init container waits for something that never comes',
  inject: async (lab, signal) => void (await deployHangingInit(lab, signal)),
  heal: restoreDeployment,
  expect: { suite: 'post-deploy', cause: 'kubernetes/POD_STARTING', exitCode: 1, mayAlso: stuckRollout, domains: ['kubernetes'] },
};
