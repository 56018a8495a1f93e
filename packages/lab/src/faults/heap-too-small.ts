import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const heapTooSmall: Fault = {
  id: 'heap-too-small',
  title: "Java's heap is too small for Keycloak to start",
  inject: async (lab, signal) => {
    const env = [{ name: 'JAVA_OPTS_KC_HEAP', value: '-Xms16m -Xmx20m' }];
    const pod = await deployFaulty(lab, { container: { env } }, signal);
    await untilPod(lab, nameOf(pod), 'is in a crash loop', (now) => waitingFor(now) === 'CrashLoopBackOff', signal);
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-log/MEMORY_EXHAUSTED',
    exitCode: 1,
    mayAlso: [
      'keycloak-log/ROTATED',
      'keycloak-log/START_FAILED',
      'keycloak-log/NOT_STARTED',
      'keycloak-log/UNKNOWN_ERROR',
      ...stuckRollout,
    ],
    domains: ['keycloak-log'],
  },
};
