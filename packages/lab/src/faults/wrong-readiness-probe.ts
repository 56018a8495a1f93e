import { keycloakName } from '../manifests/names.ts';
import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod } from './workload.ts';

export const wrongReadinessProbe: Fault = {
  id: 'wrong-readiness-probe',
  title: 'The readiness probe asks for a path that does not exist: Keycloak runs and gets no requests',
  inject: async (lab, signal) => {
    const readinessProbe = { httpGet: { path: '/health/rady' } };
    const pod = await deployFaulty(lab, { container: { readinessProbe } }, signal);
    await untilPod(
      lab,
      nameOf(pod),
      'has started and is not ready',
      ({ status }) =>
        status?.containerStatuses?.some(({ name, started, ready }) => name === keycloakName && started === true && !ready) === true,
      signal,
    );
  },
  heal: restoreDeployment,
  expect: { suite: 'post-deploy', cause: 'kubernetes/POD_NOT_READY', exitCode: 1, mayAlso: stuckRollout, domains: ['kubernetes'] },
};
