import { gateServiceAccount, labNamespace } from '../manifests/names.ts';
import type { Fault } from './fault.ts';

const extra = { name: 'fault-secrets-for-the-gate', namespace: labNamespace };

export const rightsTooWide: Fault = {
  id: 'rights-too-wide',
  title: 'Somebody let the gate read Secrets',
  inject: async (lab, signal) => {
    await lab.kubernetes.create(
      'Role',
      { metadata: extra, rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }] },
      signal,
    );
    await lab.kubernetes.create(
      'RoleBinding',
      {
        metadata: extra,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: extra.name },
        subjects: [{ kind: 'ServiceAccount', name: gateServiceAccount, namespace: labNamespace }],
      },
      signal,
    );
  },
  heal: async (lab, signal) => {
    await lab.kubernetes.delete('RoleBinding', extra, signal);
    await lab.kubernetes.delete('Role', extra, signal);
  },
  expect: {
    suite: 'health',
    cause: 'kubernetes/RIGHTS_TOO_WIDE',
    exitCode: 0,
    mayAlso: [],
    domains: ['kubernetes/rights-as-needed'],
  },
};
