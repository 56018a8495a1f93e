import { scaleTo } from '../faults/workload.ts';
import { keycloakName, labNamespace } from '../manifests/names.ts';
import type { Noise } from './noise.ts';

const workload = { name: keycloakName, namespace: labNamespace };

export const scaledMeanwhile: Noise = {
  id: 'scaled-meanwhile',
  title: 'An autoscaler adds a pod while the gate looks',
  during: async (lab, signal) => void (await lab.kubernetes.patch('Deployment', workload, { spec: { replicas: 3 } }, signal)),
  heal: (lab, signal) => scaleTo(lab, 2, signal),
};
