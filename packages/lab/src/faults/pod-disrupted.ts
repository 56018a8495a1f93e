import { labNamespace } from '../manifests/names.ts';
import type { Fault } from './fault.ts';
import { firstPod, nameOf, pods } from './workload.ts';

const type = 'DisruptionTarget';

export const podDisrupted: Fault = {
  id: 'pod-disrupted',
  title: 'The scheduler has chosen a pod that must go for a more important one',
  inject: async (lab, signal) => {
    const pod = await firstPod(lab, signal);
    const lastTransitionTime = `${new Date().toISOString().slice(0, 19)}Z`;
    const condition = {
      type,
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: 'default-scheduler: preempting to accommodate a higher priority pod',
      lastTransitionTime,
    };
    const where = { name: nameOf(pod), namespace: labNamespace };
    await lab.kubernetes.patch('Pod', where, { status: { conditions: [condition] } }, signal, { type: 'strategic', subresource: 'status' });
  },
  heal: async (lab, signal) => {
    const patch = { status: { conditions: [{ type, $patch: 'delete' }] } };
    for (const pod of await pods(lab, signal)) {
      if (pod.status?.conditions?.some((condition) => condition.type === type) !== true) continue;
      const where = { name: nameOf(pod), namespace: labNamespace };
      await lab.kubernetes.patch('Pod', where, patch, signal, { type: 'strategic', subresource: 'status' });
    }
  },
  expect: { suite: 'post-deploy', cause: 'kubernetes/POD_DISRUPTED', exitCode: 1, mayAlso: [], domains: ['kubernetes/pods-healthy'] },
};
