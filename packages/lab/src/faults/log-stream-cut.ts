import type { Fault } from './fault.ts';

export const logStreamCut: Fault = {
  id: 'log-stream-cut',
  title: "The connection to the node breaks in the middle of each pod's log",
  inject: async (lab) => void (await lab.control('kubelet.log-fault', { fault: 'cut' })),
  heal: async (lab) => void (await lab.control('kubelet.log-fault', { fault: null })),
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-log/STREAM_BROKEN',
    exitCode: 3,
    mayAlso: ['keycloak-log/BANNER_NOT_SEEN', 'keycloak-log/BOOTSTRAP_NOT_SEEN', 'keycloak-log/CLUSTER_VIEW_NOT_SEEN'],
    domains: ['keycloak-log'],
  },
};
