import type { Fault } from './fault.ts';
import { deployFaulty, restoreDeployment, rolledOut } from './workload.ts';

export const clusterSplit: Fault = {
  id: 'cluster-split',
  title: 'The nodes look for each other by multicast, which does not work here: each is a cluster of its own',
  inject: async (lab, signal) => {
    await deployFaulty(lab, { container: { env: [{ name: 'KC_CACHE_STACK', value: 'tcp' }] } }, signal, {
      type: 'Recreate',
      rollingUpdate: null,
    });
    await rolledOut(lab, signal);
  },
  heal: restoreDeployment,
  expect: {
    suite: 'health',
    cause: 'database/MEMBERS_NOT_RECORDED',
    exitCode: 3,
    mayAlso: [],
    domains: ['database'],
  },
};
