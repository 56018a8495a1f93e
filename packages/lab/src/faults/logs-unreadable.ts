import type { Fault } from './fault.ts';

export const logsUnreadable: Fault = {
  id: 'logs-unreadable',
  title: "The node does not give out the pods' logs",
  inject: async (lab) => void (await lab.control('kubelet.log-fault', { fault: 'unreachable' })),
  heal: async (lab) => void (await lab.control('kubelet.log-fault', { fault: null })),
  expect: { suite: 'post-deploy', cause: 'keycloak-log/UNREADABLE', exitCode: 3, mayAlso: [], domains: ['keycloak-log'] },
};
