import { budget, restoreBudget, untilAllowed } from './disruption-budget.ts';
import type { Fault } from './fault.ts';

export const noDisruptionAllowed: Fault = {
  id: 'no-disruption-allowed',
  title: 'The disruption budget wants every pod, so that no node can ever be drained',
  inject: async (lab, signal) => {
    await lab.kubernetes.patch('PodDisruptionBudget', budget, { spec: { maxUnavailable: 0 } }, signal);
    await untilAllowed(lab, 0, signal);
  },
  heal: restoreBudget,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/NO_DISRUPTION_ALLOWED',
    exitCode: 0,
    mayAlso: [],
    domains: ['kubernetes/disruption-guarded'],
  },
};
