import { keycloakName, labNamespace } from '../manifests/names.ts';
import type { Noise } from './noise.ts';

const event = { name: 'keycloak.noise-old-warning', namespace: labNamespace };

export const oldWarningEvent: Noise = {
  id: 'old-warning-event',
  title: 'An event tells of trouble that was over before the deploy',
  before: async (lab, signal) => {
    const { metadata } = await lab.kubernetes.get('Deployment', { name: keycloakName, namespace: labNamespace }, signal);
    const at = `${new Date(Date.now() - 3_000_000).toISOString().slice(0, 19)}Z`;
    await lab.kubernetes.create(
      'Event',
      {
        metadata: event,
        involvedObject: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: keycloakName,
          namespace: labNamespace,
          uid: metadata?.uid ?? '',
        },
        type: 'Warning',
        reason: 'ReplicaSetCreateError',
        message: 'Failed to create new replica set "keycloak-6c5f": exceeded quota',
        source: { component: 'deployment-controller' },
        firstTimestamp: at,
        lastTimestamp: at,
        count: 1,
      },
      signal,
    );
  },
  heal: (lab, signal) => lab.kubernetes.delete('Event', event, signal),
};
