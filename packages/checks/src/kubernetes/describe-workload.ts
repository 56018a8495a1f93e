import type {
  ContainerState,
  ContainerStatus,
  ControllerRevision,
  Deployment,
  Event,
  Pod,
  ReplicaSet,
  Selector,
  StatefulSet,
} from './objects.ts';
import type { Container, Revision, State, Workload, WorkloadEvent } from './workload-evidence.ts';

/** What the API gave for one workload. */
export interface WorkloadObjects {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly observedAt: string | undefined;
  readonly workload:
    | { readonly kind: 'Deployment'; readonly object: Deployment | undefined }
    | { readonly kind: 'StatefulSet'; readonly object: StatefulSet | undefined };
  readonly replicaSets: readonly ReplicaSet[];
  readonly controllerRevisions: readonly ControllerRevision[];
  readonly pods: readonly Pod[];
  readonly events: readonly Event[];
}

const MOST_EVENTS = 200;
const LONGEST_MESSAGE = 600;

/** The evidence, from the objects of the API in whatever order they came. Pure. */
export function describeWorkload(objects: WorkloadObjects): Workload {
  const { workload, namespace, name, container, observedAt } = objects;
  const { kind, object } = workload;
  const base = { kind, namespace, name, container, ...(observedAt === undefined ? {} : { observedAt }) };
  if (!object) return { ...base, object: null, revisions: [], pods: [], events: [], eventsLeftOut: 0 };
  const owned = <T extends { metadata: Pod['metadata'] }>(items: readonly T[], owner: string): T[] =>
    items.filter((item) => controllerOf(item.metadata)?.uid === owner);
  const replicaSets = kind === 'Deployment' ? owned(objects.replicaSets, object.metadata.uid) : [];
  const revisions = (
    workload.kind === 'Deployment'
      ? revisionsOfReplicaSets(replicaSets, container)
      : revisionsOfStatefulSet(owned(objects.controllerRevisions, object.metadata.uid), workload.object?.status.updateRevision)
  ).toSorted((a, b) => b.number - a.number || compare(a.name, b.name));
  const current = revisions.find((revision) => revision.current)?.name;
  const replicaSetNames = new Map(replicaSets.map((set) => [set.metadata.uid, set.metadata.name]));
  const revisionOf = (pod: Pod): string | undefined => {
    const owner = controllerOf(pod.metadata);
    if (kind === 'StatefulSet' && owner?.uid === object.metadata.uid)
      return pod.metadata.labels?.['controller-revision-hash'] ?? owner.name;
    if (owner && replicaSetNames.has(owner.uid)) return replicaSetNames.get(owner.uid);
    // A pod that nothing owns any more, or whose replica set is gone, still gets the users' requests if its labels match.
    const isOrphan = !owner || (owner.kind === 'ReplicaSet' && !objects.replicaSets.some((set) => set.metadata.uid === owner.uid));
    return isOrphan && isSelected(object.spec.selector, pod.metadata.labels ?? {}) ? (owner?.name ?? 'none') : undefined;
  };
  const pods = objects.pods
    .flatMap((pod) => {
      const revision = revisionOf(pod);
      return revision === undefined ? [] : [{ pod, revision }];
    })
    .toSorted((a, b) => compare(a.pod.metadata.name, b.pod.metadata.name));
  const uids = new Map<string, string>([
    [object.metadata.uid, kind],
    ...replicaSets.map((set): [string, string] => [set.metadata.uid, 'ReplicaSet']),
    ...pods.map(({ pod }): [string, string] => [pod.metadata.uid, 'Pod']),
  ]);
  const events = objects.events
    .filter((event) => uids.get(event.involvedObject.uid) === event.involvedObject.kind)
    .map(describeEvent)
    .toSorted(
      (a, b) =>
        compare(b.last ?? '', a.last ?? '') ||
        compare(a.subject, b.subject) ||
        compare(a.reason, b.reason) ||
        compare(a.message, b.message),
    );
  return {
    ...base,
    object: describeObject(workload, container),
    revisions,
    pods: pods.map(({ pod, revision }) => describePod(pod, revision, revision === current)),
    events: events.slice(0, MOST_EVENTS),
    eventsLeftOut: Math.max(0, events.length - MOST_EVENTS),
  };
}

function describeObject({ kind, object }: WorkloadObjects['workload'], container: string): NonNullable<Workload['object']> | null {
  if (!object) return null;
  const { metadata, spec, status } = object;
  const image = spec.template.spec.containers.find((each) => each.name === container)?.image;
  return {
    created: metadata.creationTimestamp,
    generation: metadata.generation ?? 0,
    observedGeneration: status.observedGeneration,
    paused: kind === 'Deployment' && object.spec.paused === true,
    strategy: (kind === 'Deployment' ? object.spec.strategy?.type : object.spec.updateStrategy?.type) ?? 'RollingUpdate',
    partition: kind === 'StatefulSet' ? (object.spec.updateStrategy?.rollingUpdate?.partition ?? 0) : 0,
    ...(image === undefined ? {} : { image }),
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

function revisionsOfReplicaSets(sets: readonly ReplicaSet[], container: string): Revision[] {
  const number = (set: ReplicaSet): number => Number(set.metadata.annotations.revision ?? 0);
  const newest = Math.max(0, ...sets.map(number));
  return sets.map((set) => {
    const image = set.spec.template.spec.containers.find((each) => each.name === container)?.image;
    return {
      name: set.metadata.name,
      number: number(set),
      created: set.metadata.creationTimestamp,
      current: number(set) === newest,
      ...(image === undefined ? {} : { image }),
      replicas: set.status.replicas,
      ready: set.status.readyReplicas,
    };
  });
}

const revisionsOfStatefulSet = (revisions: readonly ControllerRevision[], current: string | undefined): Revision[] =>
  revisions.map(({ metadata, revision }) => ({
    name: metadata.name,
    number: revision,
    created: metadata.creationTimestamp,
    current: metadata.name === current,
  }));

function describePod({ metadata, spec, status }: Pod, revision: string, current: boolean): Workload['pods'][number] {
  const statuses = [
    ...(status.containerStatuses ?? []),
    ...(status.initContainerStatuses ?? []),
    ...(status.ephemeralContainerStatuses ?? []),
  ];
  const describe = (container: { name: string; image: string }, role: Container['role']): Container =>
    describeContainer(
      container,
      role,
      statuses.find((each) => each.name === container.name),
    );
  return {
    name: metadata.name,
    uid: metadata.uid,
    created: metadata.creationTimestamp,
    ...(metadata.deletionTimestamp ? { deleting: metadata.deletionTimestamp } : {}),
    finalizers: (metadata.finalizers ?? []).toSorted(compare),
    ...(spec.nodeName ? { node: spec.nodeName } : {}),
    revision,
    current,
    phase: status.phase,
    reason: status.reason ?? '',
    message: cut(status.message),
    conditions: describeConditions(status.conditions),
    readinessGates: (spec.readinessGates ?? []).map((gate) => gate.conditionType).toSorted(compare),
    containers: [
      // In the order in which they run, which is the order of the template.
      ...(spec.initContainers ?? []).map((each) => describe(each, each.restartPolicy === 'Always' ? 'sidecar' : 'init')),
      ...spec.containers.map((each) => describe(each, 'main')),
      ...(spec.ephemeralContainers ?? []).map((each) => describe(each, 'ephemeral')),
    ],
  };
}

function describeContainer(
  container: { name: string; image: string },
  role: Container['role'],
  status: ContainerStatus | undefined,
): Container {
  const state = describeState(status?.state);
  const last = describeState(status?.lastState);
  return {
    name: container.name,
    role,
    image: container.image,
    imageID: status?.imageID ?? '',
    ready: status?.ready ?? false,
    ...(typeof status?.started === 'boolean' ? { started: status.started } : {}),
    restarts: status?.restartCount ?? 0,
    ...(state ? { state } : {}),
    ...(last ? { last } : {}),
  };
}

function describeState(state: ContainerState): State | undefined {
  if (state?.terminated) {
    const { exitCode, reason, message, startedAt, finishedAt } = state.terminated;
    return {
      kind: 'terminated',
      reason: reason ?? '',
      exitCode,
      message: cut(message),
      ...(startedAt ? { startedAt } : {}),
      ...(finishedAt ? { finishedAt } : {}),
    };
  }
  if (state?.running) return { kind: 'running', ...(state.running.startedAt ? { startedAt: state.running.startedAt } : {}) };
  if (state?.waiting) return { kind: 'waiting', reason: state.waiting.reason ?? '', message: cut(state.waiting.message) };
  return undefined;
}

const describeConditions = (conditions: Pod['status']['conditions']): Workload['pods'][number]['conditions'] =>
  (conditions ?? [])
    .map(({ type, status, reason, message, lastTransitionTime }) => ({
      type,
      status,
      reason: reason ?? '',
      message: cut(message),
      ...(lastTransitionTime ? { since: lastTransitionTime } : {}),
    }))
    .toSorted((a, b) => compare(a.type, b.type));

function describeEvent(event: Event): WorkloadEvent {
  const { involvedObject, type, reason, message, count, firstTimestamp, lastTimestamp, eventTime, series, metadata } = event;
  // The scheduler's events have neither a first nor a last time; theirs is the event's own, or that of the series.
  const first = firstTimestamp ?? eventTime ?? metadata.creationTimestamp;
  const last = series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp;
  return {
    subject: `${involvedObject.kind.toLowerCase()}/${involvedObject.name}`,
    type: type ?? '',
    reason: reason ?? '',
    message: cut(message),
    count: series?.count ?? count ?? 1,
    ...(first ? { first } : {}),
    ...(last ? { last } : {}),
  };
}

type Owner = NonNullable<Pod['metadata']['ownerReferences']>[number];
const controllerOf = (metadata: Pod['metadata']): Owner | undefined => metadata.ownerReferences?.find((owner) => owner.controller === true);

function isSelected(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(selector.matchLabels ?? {});
  const rules = selector.matchExpressions ?? [];
  if (wanted.length + rules.length === 0) return false;
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    rules.every(({ key, operator, values }) => {
      const value = labels[key];
      switch (operator) {
        case 'In':
          return value !== undefined && (values ?? []).includes(value);
        case 'NotIn':
          return value === undefined || !(values ?? []).includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return false;
      }
    })
  );
}

/** By code unit, so that the order is the same everywhere. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const cut = (text: string | null | undefined): string =>
  text === null || text === undefined ? '' : text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
