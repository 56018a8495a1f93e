import { keycloakName, labNamespace } from '../manifests/names.ts';
import type { Fault } from './fault.ts';

const where = { name: keycloakName, namespace: labNamespace };

export const rolloutPaused: Fault = {
  id: 'rollout-paused',
  title: 'Somebody paused the Deployment and forgot to let it go on',
  inject: async (lab, signal) => void (await lab.kubernetes.patch('Deployment', where, { spec: { paused: true } }, signal)),
  heal: async (lab, signal) => void (await lab.kubernetes.patch('Deployment', where, { spec: { paused: null } }, signal)),
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/ROLLOUT_PAUSED',
    exitCode: 0,
    mayAlso: [],
    domains: ['kubernetes/workload-rolled-out'],
  },
};
