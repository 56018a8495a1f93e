import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod } from './workload.ts';

export const schedulingGated: Fault = {
  id: 'scheduling-gated',
  title: 'A gate keeps the new pods from being scheduled, and nobody opens it',
  inject: async (lab, signal) => {
    const pod = await deployFaulty(lab, { spec: { schedulingGates: [{ name: 'example.org/capacity-review' }] } }, signal);
    await untilPod(
      lab,
      nameOf(pod),
      'is held back',
      ({ status }) => status?.conditions?.some(({ reason }) => reason === 'SchedulingGated') === true,
      signal,
    );
  },
  heal: restoreDeployment,
  expect: { suite: 'post-deploy', cause: 'kubernetes/POD_SCHEDULING_GATED', exitCode: 1, mayAlso: stuckRollout, domains: ['kubernetes'] },
};
