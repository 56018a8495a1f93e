import { until } from './condition.ts';
import type { Fault } from './fault.ts';
import { keycloakName, labNamespace } from '../manifests/names.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, restoreDeployment } from './workload.ts';

const where = { name: keycloakName, namespace: labNamespace };

export const progressDeadlineExceeded: Fault = {
  id: 'progress-deadline-exceeded',
  title: 'The rollout stands still for longer than it may',
  inject: async (lab, signal) => {
    await deployFaulty(lab, { spec: { nodeSelector: { zone: 'north' } } }, signal);
    await lab.kubernetes.patch('Deployment', where, { spec: { progressDeadlineSeconds: 1 } }, signal);
    await until(
      'the deadline is over',
      async () => {
        const { status } = await lab.kubernetes.get('Deployment', where, signal);
        return status?.conditions?.some(({ reason }) => reason === 'ProgressDeadlineExceeded') === true;
      },
      signal,
    );
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/PROGRESS_DEADLINE_EXCEEDED',
    exitCode: 1,
    mayAlso: ['kubernetes/POD_STARTING', 'kubernetes/POD_UNSCHEDULABLE', ...stuckRollout],
    domains: ['kubernetes'],
  },
};
