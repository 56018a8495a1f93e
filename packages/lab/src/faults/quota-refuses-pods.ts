import { labNamespace } from '../manifests/names.ts';
import { until } from './condition.ts';
import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { changeFaulty, pods, podsAreRefused, restoreDeployment } from './workload.ts';

const quota = { name: 'fault-quota', namespace: labNamespace };

export const quotaRefusesPods: Fault = {
  id: 'quota-refuses-pods',
  title: "The namespace's quota has no room for the new pods",
  inject: async (lab, signal) => {
    const hard = { pods: String((await pods(lab, signal)).length) };
    await lab.kubernetes.create('ResourceQuota', { metadata: quota, spec: { hard } }, signal);
    // The lab has no controller that would count; the admission that refuses is the API server's own.
    await lab.kubernetes.patch('ResourceQuota', quota, { status: { hard, used: hard } }, signal, { subresource: 'status' });
    await changeFaulty(lab, {}, signal);
    await until('the new pods are refused', () => podsAreRefused(lab, signal), signal);
  },
  heal: async (lab, signal) => {
    await lab.kubernetes.delete('ResourceQuota', quota, signal);
    await restoreDeployment(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/POD_CREATION_FAILED',
    exitCode: 1,
    mayAlso: ['kubernetes/PODS_MISSING', 'kubernetes/FAILURE_EVENT', ...stuckRollout],
    domains: ['kubernetes'],
  },
};
