import { keycloakDisruptionBudget } from '../manifests/keycloak-deployment.ts';
import { labNamespace } from '../manifests/names.ts';
import type { Fault } from './fault.ts';

const second = { name: 'keycloak-of-the-platform-team', namespace: labNamespace };

export const twoDisruptionBudgets: Fault = {
  id: 'two-disruption-budgets',
  title: 'Two disruption budgets select the same pods: no pod can be evicted by them any more',
  inject: async (lab, signal) =>
    void (await lab.kubernetes.create('PodDisruptionBudget', { ...keycloakDisruptionBudget(), metadata: second }, signal)),
  heal: (lab, signal) => lab.kubernetes.delete('PodDisruptionBudget', second, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/SEVERAL_DISRUPTION_BUDGETS',
    exitCode: 0,
    mayAlso: [],
    domains: ['kubernetes/disruption-guarded'],
  },
};
