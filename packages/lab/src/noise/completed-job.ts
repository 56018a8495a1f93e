import { until } from '../faults/condition.ts';
import { keycloakImage } from '../faults/keycloak-image.ts';
import { keycloakName, labNamespace } from '../manifests/names.ts';
import type { Noise } from './noise.ts';

const job = { name: 'keycloak-export', namespace: labNamespace };

export const completedJob: Noise = {
  id: 'completed-job',
  title: "A Job has run, and its pod carries Keycloak's label",
  // Kubernetes itself cannot count the pods of a budget any more that selects a pod which nobody can scale.
  warns: ['kubernetes/NO_DISRUPTION_ALLOWED'],
  after: async (lab, signal) => {
    const container = { name: 'export', image: await keycloakImage(lab, signal), command: ['true'] };
    const template = { metadata: { labels: { app: keycloakName } }, spec: { restartPolicy: 'Never', containers: [container] } };
    await lab.kubernetes.create('Job', { metadata: job, spec: { template } }, signal);
    await until('the Job is done', async () => (await lab.kubernetes.get('Job', job, signal)).status?.succeeded === 1, signal, 60_000);
  },
  heal: async (lab, signal) => {
    await lab.kubernetes.delete('Job', job, signal, { propagationPolicy: 'Foreground' });
    await until('the Job is gone', async () => (await lab.kubernetes.find('Job', job, signal)) === undefined, signal, 60_000);
  },
};
