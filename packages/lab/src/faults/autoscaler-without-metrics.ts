import { keycloakName, labNamespace } from '../manifests/names.ts';
import { until } from './condition.ts';
import type { Fault } from './fault.ts';

const autoscaler = { name: keycloakName, namespace: labNamespace };

export const autoscalerWithoutMetrics: Fault = {
  id: 'autoscaler-without-metrics',
  title: 'The autoscaler gets no metrics, and would not scale under load',
  inject: async (lab, signal) => {
    const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: keycloakName };
    const metrics = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }];
    await lab.kubernetes.create(
      'HorizontalPodAutoscaler',
      { metadata: autoscaler, spec: { scaleTargetRef: target, minReplicas: 2, maxReplicas: 4, metrics } },
      signal,
    );
    await until(
      'the autoscaler has found no metrics',
      async () => {
        const { status } = await lab.kubernetes.get('HorizontalPodAutoscaler', autoscaler, signal);
        return status?.conditions?.some(({ type, status: is }) => type === 'ScalingActive' && is === 'False') === true;
      },
      signal,
      60_000,
    );
  },
  heal: (lab, signal) => lab.kubernetes.delete('HorizontalPodAutoscaler', autoscaler, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/AUTOSCALER_CANNOT_SCALE',
    exitCode: 0,
    mayAlso: [],
    domains: ['kubernetes/disruption-guarded'],
  },
};
