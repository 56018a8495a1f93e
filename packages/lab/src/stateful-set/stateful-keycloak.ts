import { until } from '../faults/condition.ts';
import { waitingFor } from '../faults/workload.ts';
import type { Pod, StatefulSet } from '../kubernetes-api/objects.ts';
import type { Lab } from '../lab/lab.ts';
import { keycloakName, labNamespace } from '../manifests/names.ts';

/** The name of the StatefulSet, its pods' label and its Service. */
const statefulKeycloakName = 'keycloak-set';

const where = { name: statefulKeycloakName, namespace: labNamespace };
const labels = { app: statefulKeycloakName };

/**
 * Runs one more Keycloak beside the lab's own, from a StatefulSet with the same containers and a Service of its own, and
 * resolves when it is ready. It is a member of the same cluster.
 */
export async function deployStatefulKeycloak(lab: Lab, signal: AbortSignal): Promise<void> {
  const { spec } = await lab.kubernetes.get('Deployment', { name: keycloakName, namespace: labNamespace }, signal);
  await lab.kubernetes.create(
    'Service',
    { metadata: where, spec: { selector: labels, ports: [{ name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP' }] } },
    signal,
  );
  await lab.kubernetes.create(
    'StatefulSet',
    {
      metadata: where,
      spec: {
        replicas: 1,
        serviceName: statefulKeycloakName,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: spec.template.spec },
      },
    },
    signal,
  );
  await until(
    'the StatefulSet is ready',
    async () => (await lab.kubernetes.get('StatefulSet', where, signal)).status?.availableReplicas === 1,
    signal,
  );
}

/** Changes the StatefulSet, as `kubectl patch` does: lists are merged by name. */
export async function changeStatefulKeycloak(lab: Lab, spec: object, signal: AbortSignal): Promise<StatefulSet> {
  return lab.kubernetes.patch('StatefulSet', where, { spec }, signal, { type: 'strategic' });
}

/** Waits until its pod waits for this reason, such as for its image. */
export async function untilStatefulKeycloakWaits(lab: Lab, reason: string, signal: AbortSignal): Promise<void> {
  await until(
    `its pod waits: ${reason}`,
    async () => (await statefulPods(lab, signal)).some((pod) => waitingFor(pod) === reason),
    signal,
    90_000,
  );
}

/** Ends it; resolves when its pod is gone. */
export async function removeStatefulKeycloak(lab: Lab, signal: AbortSignal): Promise<void> {
  await lab.kubernetes.delete('StatefulSet', where, signal, { propagationPolicy: 'Foreground' });
  await lab.kubernetes.delete('Service', where, signal);
  await until('its pod is gone', async () => (await statefulPods(lab, signal)).length === 0, signal, 90_000);
}

const statefulPods = async (lab: Lab, signal: AbortSignal): Promise<readonly Pod[]> =>
  (await lab.kubernetes.list('Pod', { namespace: labNamespace, labelSelector: `app=${statefulKeycloakName}` }, signal)).items;
