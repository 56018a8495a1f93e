import type { Fault } from './fault.ts';
import { changeFaulty, restoreDeployment } from './workload.ts';

export const probeLoosened: Fault = {
  id: 'probe-loosened',
  title: 'Along with the release a readiness probe was loosened until it never fails in time',
  inject: (lab, signal) => changeFaulty(lab, { container: { readinessProbe: { failureThreshold: 300 } } }, signal),
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'server-configuration/UNEXPECTED_CHANGE',
    exitCode: 1,
    mayAlso: [],
    domains: ['server-configuration/as-released'],
  },
};
