import { until } from '../faults/condition.ts';
import { keycloakImage } from '../faults/keycloak-image.ts';
import { labNamespace } from '../manifests/names.ts';
import type { Noise } from './noise.ts';

const mailer = { name: 'mailer', namespace: labNamespace };
const labels = { app: 'mailer' };

export const crashingNeighbour: Noise = {
  id: 'crashing-neighbour',
  title: 'Another workload of the namespace is in a crash loop',
  after: async (lab, signal) => {
    const container = {
      name: 'mailer',
      image: await keycloakImage(lab, signal),
      command: ['sh', '-c', 'echo ERROR no mail server; exit 1'],
    };
    await lab.kubernetes.create(
      'Deployment',
      {
        metadata: mailer,
        spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container] } } },
      },
      signal,
    );
    await until(
      'it is in a crash loop',
      async () => {
        const { items } = await lab.kubernetes.list('Pod', { namespace: labNamespace, labelSelector: 'app=mailer' }, signal);
        return items.some(({ status }) => status?.containerStatuses?.[0]?.state.waiting?.reason === 'CrashLoopBackOff');
      },
      signal,
      60_000,
    );
  },
  heal: async (lab, signal) => {
    await lab.kubernetes.delete('Deployment', mailer, signal, { propagationPolicy: 'Foreground' });
    await until('it is gone', async () => (await lab.kubernetes.find('Deployment', mailer, signal)) === undefined, signal, 60_000);
  },
};
