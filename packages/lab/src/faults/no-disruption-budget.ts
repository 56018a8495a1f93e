import { budget, restoreBudget } from './disruption-budget.ts';
import type { Fault } from './fault.ts';

export const noDisruptionBudget: Fault = {
  id: 'no-disruption-budget',
  title: 'Nobody made a disruption budget: a drained node may take all pods at once',
  inject: (lab, signal) => lab.kubernetes.delete('PodDisruptionBudget', budget, signal),
  heal: restoreBudget,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/NO_DISRUPTION_BUDGET',
    exitCode: 0,
    mayAlso: [],
    domains: ['kubernetes/disruption-guarded'],
  },
};
