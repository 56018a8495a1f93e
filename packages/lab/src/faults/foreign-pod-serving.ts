import { keycloakName, labNamespace } from '../manifests/names.ts';
import { until } from './condition.ts';
import type { Fault } from './fault.ts';
import { keycloakImage } from './keycloak-image.ts';
import { pods, rolledOut } from './workload.ts';

const blue = { name: 'keycloak-blue', namespace: labNamespace };
const labels = { app: keycloakName, colour: 'blue' };

export const foreignPodServing: Fault = {
  id: 'foreign-pod-serving',
  title: 'Another Deployment has pods with the labels that the Service selects: some users get to them',
  inject: async (lab, signal) => {
    const container = {
      name: 'server',
      image: await keycloakImage(lab, signal),
      command: ['sleep', '86400'],
      ports: [{ name: 'http', containerPort: 8080 }],
    };
    await lab.kubernetes.create(
      'Deployment',
      {
        metadata: blue,
        spec: {
          replicas: 1,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } },
        },
      },
      signal,
    );
    await until(
      'its pod is ready',
      async () =>
        (await pods(lab, signal)).some(
          ({ metadata, status }) =>
            metadata?.labels?.['colour'] === 'blue' &&
            status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
        ),
      signal,
      60_000,
    );
  },
  heal: async (lab, signal) => {
    await lab.kubernetes.delete('Deployment', blue, signal, { propagationPolicy: 'Foreground' });
    await rolledOut(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/FOREIGN_POD_SERVING',
    exitCode: 1,
    mayAlso: ['kubernetes/POD_NOT_IN_SERVICE'],
    domains: ['kubernetes/service-reaches-pods'],
  },
};
