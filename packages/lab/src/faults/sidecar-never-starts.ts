import type { Fault } from './fault.ts';
import { keycloakImage } from './keycloak-image.ts';
import { untilEvent } from './pod-events.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment } from './workload.ts';

export const sidecarNeverStarts: Fault = {
  id: 'sidecar-never-starts',
  title: 'The sidecar that Keycloak needs runs and never becomes ready to serve it',
  inject: async (lab, signal) => {
    const sidecar = {
      name: 'database-proxy',
      image: await keycloakImage(lab, signal),
      command: ['sleep', '86400'],
      restartPolicy: 'Always',
      startupProbe: {
        exec: { command: ['sh', '-c', 'echo the proxy has no connection; exit 1'] },
        periodSeconds: 1,
        failureThreshold: 1000,
      },
    };
    const pod = await deployFaulty(lab, { spec: { initContainers: [sidecar] } }, signal);
    await untilEvent(lab, nameOf(pod), 'Unhealthy', signal);
  },
  heal: restoreDeployment,
  expect: { suite: 'post-deploy', cause: 'kubernetes/SIDECAR_NOT_STARTED', exitCode: 1, mayAlso: stuckRollout, domains: ['kubernetes'] },
};
