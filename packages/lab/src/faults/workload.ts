import { isNotFound } from '../kubernetes-api/kubernetes-api.ts';
import type { Deployment, Pod, ReplicaSet } from '../kubernetes-api/objects.ts';
import type { Lab } from '../lab/lab.ts';
import { frozenAnnotation, keycloakName, labNamespace } from '../manifests/names.ts';
import { until } from './condition.ts';

/** Where the Deployment is kept as it was before the first fault: its spec, and the names of its ReplicaSets. */
const keptAnnotation = 'lab/before-fault';
const where = { name: keycloakName, namespace: labNamespace };
const selected = { namespace: labNamespace, labelSelector: `app=${keycloakName}` };

interface Kept {
  readonly spec: Deployment['spec'];
  readonly replicaSets: readonly string[];
}

/** Lets new pods start beside the old ones, as rolling deploys do: what keeps them from starting then harms nobody. */
const rolling = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } as const;

/** What a fault changes in the pod template. The container is Keycloak's; lists are merged by name, as kubectl does. */
export interface TemplateChange {
  readonly spec?: object;
  readonly container?: object;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Deploys a changed template by a rolling update. What was there stands in an annotation, so that any process can bring it
 * back. Returns when the new pod is bound or known not to be.
 */
export async function deployFaulty(lab: Lab, change: TemplateChange, signal: AbortSignal, strategy: object = rolling): Promise<Pod> {
  const before = new Set((await pods(lab, signal)).map((pod) => pod.metadata?.uid));
  await changeFaulty(lab, change, signal, strategy);
  return until(
    'the Deployment has made a new pod',
    async () => (await pods(lab, signal)).find((pod) => !before.has(pod.metadata?.uid)),
    signal,
    60_000,
  );
}

/** Like `deployFaulty`, and does not wait for a pod, which may never come. */
export async function changeFaulty(lab: Lab, change: TemplateChange, signal: AbortSignal, strategy: object = rolling): Promise<void> {
  await keep(lab, signal);
  // A restart by name, as `kubectl rollout restart` does it: an unchanged template would start nothing.
  const restarted = { annotations: { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() } };
  const template = {
    metadata: { ...restarted, ...(change.labels === undefined ? {} : { labels: change.labels }) },
    spec: { ...change.spec, ...(change.container === undefined ? {} : { containers: [{ name: keycloakName, ...change.container }] }) },
  };
  await lab.kubernetes.patch('Deployment', where, { spec: { strategy, template } }, signal, { type: 'strategic' });
}

async function keep(lab: Lab, signal: AbortSignal): Promise<void> {
  const { metadata, spec } = await lab.kubernetes.get('Deployment', where, signal);
  if (metadata?.annotations?.[keptAnnotation] !== undefined) return;
  const kept: Kept = { spec, replicaSets: (await replicaSets(lab, signal)).map(nameOf) };
  const annotations = { [keptAnnotation]: JSON.stringify(kept) };
  await lab.kubernetes.patch('Deployment', where, { metadata: { annotations } }, signal);
}

/**
 * Brings the Deployment back to what it was before the fault, and waits until it is rolled out. The revisions that the
 * faults made are removed, so that nothing tells of them.
 */
export async function restoreDeployment(lab: Lab, signal: AbortSignal): Promise<void> {
  const { metadata } = await lab.kubernetes.get('Deployment', where, signal);
  const text = metadata?.annotations?.[keptAnnotation];
  if (text !== undefined) {
    const kept = JSON.parse(text) as Kept;
    await restoreSpec(lab, kept, signal);
    await removeFailedPods(lab, signal);
    await rolledOut(lab, signal);
    for (const stray of await replicaSets(lab, signal)) {
      if (!kept.replicaSets.includes(nameOf(stray)) && (stray.spec.replicas ?? 0) === 0) {
        await lab.kubernetes.delete('ReplicaSet', { name: nameOf(stray), namespace: labNamespace }, signal);
      }
    }
    await lab.kubernetes.patch('Deployment', where, { metadata: { annotations: { [keptAnnotation]: null } } }, signal);
  }
  await rolledOut(lab, signal);
}

/** The spec of before, its revisions left as they are: what `kubectl rollout undo` does. */
export async function undoDeployment(lab: Lab, signal: AbortSignal): Promise<void> {
  const text = (await lab.kubernetes.get('Deployment', where, signal)).metadata?.annotations?.[keptAnnotation];
  if (text === undefined) throw new Error('There is no faulty deploy that could be undone.');
  await restoreSpec(lab, JSON.parse(text) as Kept, signal);
  await rolledOut(lab, signal);
}

async function restoreSpec(lab: Lab, kept: Kept, signal: AbortSignal): Promise<void> {
  // The number of replicas is not a fault's to decide.
  const { replicas: _replicas, ...spec } = kept.spec;
  const live = (await lab.kubernetes.get('Deployment', where, signal)).spec;
  const added = Object.keys(live).filter((name) => !Object.hasOwn(kept.spec, name));
  const patch = [
    ...Object.entries(spec).map(([name, value]) => ({ op: 'add', path: `/spec/${name}`, value })),
    ...added.map((name) => ({ op: 'remove', path: `/spec/${name}` })),
  ];
  await lab.kubernetes.patch('Deployment', where, patch, signal, { type: 'json' });
}

/** Kubernetes keeps pods that have failed for somebody to look at. */
async function removeFailedPods(lab: Lab, signal: AbortSignal): Promise<void> {
  for (const pod of await pods(lab, signal)) {
    if (pod.status?.phase === 'Failed') await lab.kubernetes.delete('Pod', { name: nameOf(pod), namespace: labNamespace }, signal);
  }
}

/** Whether Kubernetes refuses to create pods of the workload. */
export const podsAreRefused = async (lab: Lab, signal: AbortSignal): Promise<boolean> =>
  (await replicaSets(lab, signal)).some(
    ({ status }) => status?.conditions?.some(({ type, status: is }) => type === 'ReplicaFailure' && is === 'True') === true,
  );

/** Waits until every replica is of the newest revision, available, and the only pod there is. */
export async function rolledOut(lab: Lab, signal: AbortSignal): Promise<void> {
  await until(
    'the Deployment is rolled out',
    async () => {
      const { metadata, spec, status } = await lab.kubernetes.get('Deployment', where, signal);
      const wanted = spec.replicas ?? 1;
      return (
        (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0) &&
        (status?.replicas ?? 0) === wanted &&
        (status?.updatedReplicas ?? 0) === wanted &&
        (status?.availableReplicas ?? 0) === wanted &&
        (await pods(lab, signal)).filter(isAlive).length === wanted
      );
    },
    signal,
  );
}

/** Replaces pods by new ones, whose logs and restart counts begin anew, and waits until they are available. */
export async function replacePods(lab: Lab, names: readonly string[], signal: AbortSignal): Promise<void> {
  for (const name of names) await lab.kubernetes.delete('Pod', { name, namespace: labNamespace }, signal);
  await until(
    `the pods ${names.join(', ')} are gone`,
    async () => (await pods(lab, signal)).every((pod) => !names.includes(nameOf(pod))),
    signal,
    90_000,
  );
  await rolledOut(lab, signal);
}

/** Stops all pods and starts new ones, which know nothing of nodes that went without taking leave. */
export async function startAfresh(lab: Lab, signal: AbortSignal): Promise<void> {
  const replicas = (await lab.kubernetes.get('Deployment', where, signal)).spec.replicas ?? 1;
  await scaleTo(lab, 0, signal);
  await lab.sql(`DO $$ BEGIN IF to_regclass('jgroups_ping') IS NOT NULL THEN DELETE FROM jgroups_ping; END IF; END $$`, [], signal);
  await scaleTo(lab, replicas, signal);
}

/** Sets the number of replicas and waits until it is so. */
export async function scaleTo(lab: Lab, replicas: number, signal: AbortSignal): Promise<void> {
  await lab.kubernetes.patch('Deployment', where, { spec: { replicas } }, signal);
  await rolledOut(lab, signal);
}

/** Keycloak's pods, by name. */
export async function pods(lab: Lab, signal: AbortSignal): Promise<readonly Pod[]> {
  const { items } = await lab.kubernetes.list('Pod', selected, signal);
  return items.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** The first of Keycloak's pods. */
export async function firstPod(lab: Lab, signal: AbortSignal): Promise<Pod> {
  const [pod] = await pods(lab, signal);
  if (pod === undefined) throw new Error('Keycloak has no pod in the lab.');
  return pod;
}

/** Waits until a pod is as `is` wants it, and returns it. */
export const untilPod = (lab: Lab, name: string, what: string, is: (pod: Pod) => boolean, signal: AbortSignal): Promise<Pod> =>
  until(
    `pod ${name} ${what}`,
    async () => {
      const pod = await lab.kubernetes.get('Pod', { name, namespace: labNamespace }, signal);
      return is(pod) && pod;
    },
    signal,
  );

/** Why Keycloak's container of this pod waits, if it does. */
export const waitingFor = (pod: Pod): string | undefined =>
  pod.status?.containerStatuses?.find(({ name }) => name === keycloakName)?.state.waiting?.reason;

/** Writes a status that no process can reach, as a kubelet would; the lab's own kubelet leaves the pod alone until it is thawed. */
export async function freezePod(lab: Lab, name: string, status: object, signal: AbortSignal): Promise<void> {
  const target = { name, namespace: labNamespace };
  await lab.kubernetes.patch('Pod', target, { metadata: { annotations: { [frozenAnnotation]: 'true' } } }, signal);
  await lab.kubernetes.patch('Pod', target, { status }, signal, { type: 'strategic', subresource: 'status' });
}

/** Gives the pods that were frozen back to the kubelet; their true status is there when this resolves. */
export async function thawPods(lab: Lab, signal: AbortSignal): Promise<void> {
  for (const pod of await pods(lab, signal)) {
    if (pod.metadata?.annotations?.[frozenAnnotation] === undefined) continue;
    const patch = { metadata: { annotations: { [frozenAnnotation]: null } } };
    await lab.kubernetes.patch('Pod', { name: nameOf(pod), namespace: labNamespace }, patch, signal).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
  }
  await rolledOut(lab, signal);
}

const replicaSets = async (lab: Lab, signal: AbortSignal): Promise<readonly ReplicaSet[]> =>
  (await lab.kubernetes.list('ReplicaSet', selected, signal)).items;

/** A pod that has ended for good is kept for somebody to look at. */
const isAlive = ({ status }: Pod): boolean => status?.phase !== 'Failed' && status?.phase !== 'Succeeded';

export const nameOf = (object: { readonly metadata?: { readonly name?: string } }): string => object.metadata?.name ?? '';
