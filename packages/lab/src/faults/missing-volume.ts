import { until } from './condition.ts';
import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment } from './workload.ts';
import { labNamespace } from '../manifests/names.ts';

export const missingVolume: Fault = {
  id: 'missing-volume',
  title: 'The pods mount a ConfigMap that does not exist',
  inject: async (lab, signal) => {
    const pod = await deployFaulty(lab, { spec: { volumes: [{ name: 'themes', configMap: { name: 'no-such-themes' } }] } }, signal);
    await until(
      'the volume cannot be mounted',
      async () => {
        const { items } = await lab.kubernetes.list(
          'Event',
          { namespace: labNamespace, fieldSelector: `involvedObject.name=${nameOf(pod)}` },
          signal,
        );
        return items.some(({ reason }) => reason === 'FailedMount');
      },
      signal,
    );
  },
  heal: restoreDeployment,
  expect: { suite: 'post-deploy', cause: 'kubernetes/CONFIG_MAP_MISSING', exitCode: 1, mayAlso: stuckRollout, domains: ['kubernetes'] },
};
