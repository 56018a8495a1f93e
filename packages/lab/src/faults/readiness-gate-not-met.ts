import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod } from './workload.ts';

export const readinessGateNotMet: Fault = {
  id: 'readiness-gate-not-met',
  title: 'A load balancer must accept each new pod, and does not',
  inject: async (lab, signal) => {
    const gate = { readinessGates: [{ conditionType: 'target-health.example.org/keycloak' }] };
    const pod = await deployFaulty(lab, { spec: gate }, signal);
    await untilPod(
      lab,
      nameOf(pod),
      'waits for its gate',
      ({ status }) => status?.conditions?.some(({ type, reason }) => type === 'Ready' && reason === 'ReadinessGatesNotReady') === true,
      signal,
    );
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/READINESS_GATE_NOT_MET',
    exitCode: 1,
    mayAlso: stuckRollout,
    domains: ['kubernetes'],
  },
};
