import { applyNamespace } from '../manifests/apply-lab.ts';
import { gateServiceAccount, labNamespace } from '../manifests/names.ts';
import type { Fault } from './fault.ts';

export const kubernetesRightRemoved: Fault = {
  id: 'kubernetes-right-removed',
  title: "Somebody removed the gate's RoleBinding",
  inject: (lab, signal) => lab.kubernetes.delete('RoleBinding', { name: gateServiceAccount, namespace: labNamespace }, signal),
  heal: (lab, signal) => applyNamespace(lab.kubernetes, signal),
  expect: { suite: 'post-deploy', cause: 'kubernetes/FORBIDDEN', exitCode: 3, mayAlso: [], domains: ['kubernetes'] },
};
