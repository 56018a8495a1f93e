import { applyDatabaseSecret } from '../manifests/apply-lab.ts';
import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const wrongDatabasePassword: Fault = {
  id: 'wrong-database-password',
  title: 'The Secret has a wrong password for the database: Keycloak ends while it starts, again and again',
  inject: async (lab, signal) => {
    await applyDatabaseSecret(lab.kubernetes, 'not the password', signal);
    const pod = await deployFaulty(lab, {}, signal);
    await untilPod(lab, nameOf(pod), 'is in a crash loop', (now) => waitingFor(now) === 'CrashLoopBackOff', signal);
  },
  heal: async (lab, signal) => {
    await applyDatabaseSecret(lab.kubernetes, lab.state.passwords.keycloak, signal);
    await restoreDeployment(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/CONTAINER_DOES_NOT_STAY_UP',
    exitCode: 1,
    mayAlso: stuckRollout,
    domains: ['kubernetes'],
  },
};
