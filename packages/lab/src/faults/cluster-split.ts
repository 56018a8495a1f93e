import { until } from './condition.ts';
import type { Fault } from './fault.ts';
import { matchingLines } from './pod-log.ts';
import { deployFaulty, restoreDeployment } from './workload.ts';

/** An address of this machine at which no node listens. */
const nobody = '127.255.255.254';

export const clusterSplit: Fault = {
  id: 'cluster-split',
  title: 'The nodes announce an address at which the others cannot reach them: each is a cluster of its own',
  inject: async (lab, signal) => {
    const env = [{ name: 'KC_CACHE_EMBEDDED_NETWORK_EXTERNAL_ADDRESS', value: nobody }];
    await deployFaulty(lab, { container: { env } }, signal, { type: 'Recreate', rollingUpdate: null });
    // After twenty seconds the later one gives up joining and starts alone; one of the two then calls itself unhealthy.
    await until('both nodes have started alone', async () => (await matchingLines(lab, /Bootstrap completed/, signal)).size === 2, signal);
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-log/CLUSTER_SPLIT',
    exitCode: 1,
    mayAlso: ['keycloak-log/CLUSTER_LONE_COORDINATORS'],
    domains: ['keycloak-log/cluster-formed'],
  },
};
