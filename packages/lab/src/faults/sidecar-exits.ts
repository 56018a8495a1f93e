import type { Fault } from './fault.ts';
import { keycloakImage } from './keycloak-image.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod } from './workload.ts';

export const sidecarExits: Fault = {
  id: 'sidecar-exits',
  title: 'The sidecar that Keycloak needs ends, again and again',
  inject: async (lab, signal) => {
    const sidecar = {
      name: 'database-proxy',
      image: await keycloakImage(lab, signal),
      command: ['sh', '-c', 'echo "no credentials for the database proxy" >&2; sleep 0.3; exit 1'],
      restartPolicy: 'Always',
      startupProbe: { exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 100 },
    };
    const pod = await deployFaulty(lab, { spec: { initContainers: [sidecar] } }, signal);
    await untilPod(
      lab,
      nameOf(pod),
      'has a sidecar in a crash loop',
      ({ status }) => status?.initContainerStatuses?.some(({ state }) => state.waiting?.reason === 'CrashLoopBackOff') === true,
      signal,
    );
  },
  heal: restoreDeployment,
  expect: { suite: 'post-deploy', cause: 'kubernetes/SIDECAR_NOT_RUNNING', exitCode: 1, mayAlso: stuckRollout, domains: ['kubernetes'] },
};
