import { applyNamespace } from '../manifests/apply-lab.ts';
import type { Fault } from './fault.ts';
import { removeRight } from './gate-rights.ts';

export const logRightRemoved: Fault = {
  id: 'log-right-removed',
  title: 'The gate may see the pods, and may not read their logs',
  inject: (lab, signal) => removeRight(lab, 'pods/log', signal),
  heal: (lab, signal) => applyNamespace(lab.kubernetes, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/FORBIDDEN',
    exitCode: 3,
    mayAlso: ['keycloak-log/UNREADABLE'],
    domains: ['keycloak-log'],
  },
};
