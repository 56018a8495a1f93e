import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod } from './workload.ts';

export const noNodeForPod: Fault = {
  id: 'no-node-for-pod',
  title: 'The pods want a node with a label that no node has',
  inject: async (lab, signal) => {
    const pod = await deployFaulty(lab, { spec: { nodeSelector: { disk: 'ssd' } } }, signal);
    await untilPod(
      lab,
      nameOf(pod),
      'cannot be scheduled',
      ({ status }) => status?.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable') === true,
      signal,
    );
  },
  heal: restoreDeployment,
  expect: { suite: 'post-deploy', cause: 'kubernetes/POD_UNSCHEDULABLE', exitCode: 1, mayAlso: stuckRollout, domains: ['kubernetes'] },
};
