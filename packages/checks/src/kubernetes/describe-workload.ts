import { compare } from '@keycloak-release-gate/core';
import type { Environment } from '@keycloak-release-gate/core';
import { describeConditions } from './describe-conditions.ts';
import { describeEvents } from './describe-events.ts';
import { describePod } from './describe-pod.ts';
import { revisionsOfDeployment, revisionsOfStatefulSet } from './describe-revisions.ts';
import type { ControllerRevision, Deployment, Event, Pod, ReplicaSet, StatefulSet } from './objects.ts';
import { isSelected } from './selector.ts';
import { toldCommit } from './told-commit.ts';
import type { Workload, WorkloadObject } from './workload-evidence.ts';

/** What the API gave for one workload. */
export interface WorkloadObjects {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  /** Where the pod template tells the commit, as the environment declares it. */
  readonly commit?: NonNullable<Environment['kubernetes']>['commit'];
  readonly observedAt: string | undefined;
  readonly workload:
    | { readonly kind: 'Deployment'; readonly object: Deployment | undefined }
    | { readonly kind: 'StatefulSet'; readonly object: StatefulSet | undefined };
  readonly replicaSets: readonly ReplicaSet[];
  readonly controllerRevisions: readonly ControllerRevision[];
  readonly pods: readonly Pod[];
  readonly events: readonly Event[];
}

/** The evidence, from the objects of the API in whatever order they came. Pure. */
export function describeWorkload(objects: WorkloadObjects): Workload {
  const { workload, namespace, name, container, observedAt } = objects;
  const { kind, object } = workload;
  const base = { kind, namespace, name, container, ...(observedAt === undefined ? {} : { observedAt }) };
  if (!object) return { ...base, object: null, revisions: [], pods: [], events: [], eventsLeftOut: 0 };
  const owned = <T extends { metadata: Pod['metadata'] }>(items: readonly T[]): T[] =>
    items.filter((item) => controllerOf(item.metadata)?.uid === object.metadata.uid);
  const replicaSets = kind === 'Deployment' ? owned(objects.replicaSets) : [];
  const revisions =
    workload.kind === 'Deployment'
      ? revisionsOfDeployment(replicaSets, container)
      : revisionsOfStatefulSet(owned(objects.controllerRevisions), workload.object?.status.updateRevision);
  const current = revisions.find((revision) => revision.current)?.name;
  const revisionOf = revisionByOwner(objects, object, replicaSets);
  const pods = objects.pods
    .flatMap((pod) => {
      const revision = revisionOf(pod);
      return revision === undefined ? [] : [{ pod, revision }];
    })
    .toSorted((a, b) => ordinal(a.pod, kind) - ordinal(b.pod, kind) || compare(a.pod.metadata.name, b.pod.metadata.name));
  const kinds = new Map<string, string>([
    [object.metadata.uid, kind],
    ...replicaSets.map((set): [string, string] => [set.metadata.uid, 'ReplicaSet']),
    ...pods.map(({ pod }): [string, string] => [pod.metadata.uid, 'Pod']),
  ]);
  return {
    ...base,
    object: describeObject(workload, container, objects.commit),
    revisions,
    pods: pods.map(({ pod, revision }) => describePod(pod, revision, revision === current)),
    ...describeEvents(objects.events, kinds),
  };
}

function describeObject(
  { kind, object }: WorkloadObjects['workload'],
  container: string,
  declared: WorkloadObjects['commit'],
): WorkloadObject | null {
  if (!object) return null;
  const { metadata, spec, status } = object;
  const image = spec.template.spec.containers.find((each) => each.name === container)?.image;
  const commit = toldCommit(spec.template, container, declared);
  const labels = spec.template.metadata?.labels;
  return {
    created: metadata.creationTimestamp,
    generation: metadata.generation ?? 0,
    observedGeneration: status.observedGeneration,
    paused: kind === 'Deployment' && object.spec.paused === true,
    strategy: (kind === 'Deployment' ? object.spec.strategy?.type : object.spec.updateStrategy?.type) ?? 'RollingUpdate',
    partition: kind === 'StatefulSet' ? (object.spec.updateStrategy?.rollingUpdate?.partition ?? 0) : 0,
    ...(kind === 'StatefulSet' && object.spec.ordinals?.start ? { firstNumber: object.spec.ordinals.start } : {}),
    ...(kind === 'StatefulSet' && object.status.currentRevision !== undefined ? { currentRevision: object.status.currentRevision } : {}),
    ...(kind === 'StatefulSet' && object.status.updateRevision !== undefined ? { updateRevision: object.status.updateRevision } : {}),
    ...(image === undefined ? {} : { image }),
    ...(labels ? { podLabels: labels } : {}),
    ...(commit ? { commit } : {}),
    replicas: {
      wanted: spec.replicas,
      existing: status.replicas,
      updated: status.updatedReplicas,
      ready: status.readyReplicas,
      available: status.availableReplicas,
    },
    conditions: describeConditions(status.conditions),
  };
}

/** Tells of a pod which revision it belongs to, by its owner and never by its labels alone; undefined for a pod of somebody else. */
function revisionByOwner(
  { workload: { kind }, replicaSets: all }: WorkloadObjects,
  { metadata: { uid }, spec: { selector } }: Deployment | StatefulSet,
  own: readonly ReplicaSet[],
): (pod: Pod) => string | undefined {
  const names = new Map(own.map((set) => [set.metadata.uid, set.metadata.name]));
  const known = new Set(all.map((set) => set.metadata.uid));
  return ({ metadata }) => {
    const owner = controllerOf(metadata);
    if (kind === 'StatefulSet' && owner?.uid === uid) return metadata.labels?.['controller-revision-hash'] ?? owner.name;
    if (owner && names.has(owner.uid)) return names.get(owner.uid);
    // A pod that nothing owns any more, or whose replica set is gone, still gets the users' requests if its labels match. A
    // StatefulSet has no replica sets: those are of a Deployment beside it, which may have the same labels.
    const isOrphan = !owner || (kind === 'Deployment' && owner.kind === 'ReplicaSet' && !known.has(owner.uid));
    return isOrphan && isSelected(selector, metadata.labels ?? {}) ? (owner?.name ?? 'none') : undefined;
  };
}

type Owner = NonNullable<Pod['metadata']['ownerReferences']>[number];
const controllerOf = (metadata: Pod['metadata']): Owner | undefined => metadata.ownerReferences?.find((owner) => owner.controller === true);

/** A StatefulSet's pods are numbered, and are updated in that order. */
const ordinal = ({ metadata }: Pod, kind: WorkloadObjects['workload']['kind']): number =>
  kind === 'StatefulSet' ? Number(/-(\d+)$/.exec(metadata.name)?.[1] ?? 0) : 0;
