import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const wrongLivenessProbe: Fault = {
  id: 'wrong-liveness-probe',
  title: 'The liveness probe is impatient and not held back by a startup probe: it kills Keycloak before it can answer',
  inject: async (lab, signal) => {
    const container = { startupProbe: null, livenessProbe: { periodSeconds: 1, failureThreshold: 2 } };
    const pod = await deployFaulty(lab, { spec: { terminationGracePeriodSeconds: 2 }, container }, signal);
    await untilPod(lab, nameOf(pod), 'was killed again and again', (now) => waitingFor(now) === 'CrashLoopBackOff', signal);
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/KILLED_BY_PROBE',
    exitCode: 1,
    mayAlso: ['kubernetes/CONTAINER_DOES_NOT_STAY_UP', ...stuckRollout],
    domains: ['kubernetes'],
  },
};
