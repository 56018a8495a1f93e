import type { Fault } from './fault.ts';
import { selectKeycloak, selectPods } from './keycloak-service.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, restoreDeployment } from './workload.ts';

export const serviceWithoutEndpoints: Fault = {
  id: 'service-without-endpoints',
  title: 'The Service was switched to the new pods before any of them could serve',
  inject: async (lab, signal) => {
    await deployFaulty(lab, { labels: { track: 'new' }, spec: { nodeSelector: { disk: 'ssd' } } }, signal);
    await selectPods(lab, { track: 'new' }, signal);
  },
  heal: async (lab, signal) => {
    await selectKeycloak(lab, signal);
    await restoreDeployment(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/SERVICE_WITHOUT_ENDPOINTS',
    exitCode: 1,
    mayAlso: ['kubernetes/POD_NOT_IN_SERVICE', ...stuckRollout],
    domains: ['kubernetes/service-reaches-pods'],
  },
};
