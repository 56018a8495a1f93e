import type { Fault } from './fault.ts';

export const logsUnretrievable: Fault = {
  id: 'logs-unretrievable',
  title: 'The node has lost the log files, and says so in the body of an answer of 200',
  inject: async (lab) => void (await lab.control('kubelet.log-fault', { fault: 'unretrievable' })),
  heal: async (lab) => void (await lab.control('kubelet.log-fault', { fault: null })),
  expect: { suite: 'post-deploy', cause: 'keycloak-log/UNREADABLE', exitCode: 3, mayAlso: [], domains: ['keycloak-log'] },
};
