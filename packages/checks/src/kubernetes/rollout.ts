import type { Pod, Workload, WorkloadObject } from './workload-evidence.ts';

/** How far a rollout is; each state tells in words what it still waits for. */
export type Rollout =
  | { readonly state: 'refused'; readonly why: string }
  | { readonly state: 'stalled'; readonly why: string }
  | { readonly state: 'under way'; readonly why: string }
  | { readonly state: 'unavailable'; readonly why: string }
  | { readonly state: 'done' };

/** What a rollout is judged by, beside the workload itself. */
type Circumstances = Pick<Workload, 'kind' | 'revisions'> & Partial<Pick<Workload, 'name' | 'events'>>;

/** The rules of `kubectl rollout status`, and those it leaves out: pods that cannot be created, and replicas lost after the rollout. */
export function rolloutOf(object: WorkloadObject, circumstances: Circumstances): Rollout {
  const { kind, revisions } = circumstances;
  const { replicas, generation, observedGeneration } = object;
  const { wanted, existing, updated, available } = replicas;
  const condition = (type: string) => object.conditions.find((each) => each.type === type);
  const refused = refusal(object, circumstances);
  if (refused !== undefined) return { state: 'refused', why: refused };
  const progressing = condition('Progressing');
  const unfinished = whatIsLeft();
  if (unfinished !== undefined && progressing?.status === 'False' && progressing.reason === 'ProgressDeadlineExceeded')
    return { state: 'stalled', why: `${progressing.message} ${unfinished}` };
  if (unfinished !== undefined) return { state: 'under way', why: unfinished };
  if (available < wanted) return { state: 'unavailable', why: `${available} of ${wanted} replicas are available.` };
  return { state: 'done' };

  function whatIsLeft(): string | undefined {
    if (observedGeneration < generation) return 'Kubernetes has not taken up the last change yet.';
    if (updated < wanted - object.partition) return `${updated} of ${wanted} replicas are of the newest revision.`;
    if (kind === 'Deployment' && existing > updated) return `${existing - updated} replicas of an older revision are still to end.`;
    if (kind === 'StatefulSet' && object.partition === 0 && object.strategy === 'RollingUpdate' && !revisions.some((each) => each.current))
      return 'The newest revision is not there yet.';
    if (isMoving(object, kind)) return `The pods are still moved from ${object.currentRevision ?? ''} to ${object.updateRevision ?? ''}.`;
    // While the deadline runs the controller still says ReplicaSetUpdated; with all replicas updated only their availability is missing.
    if (available < wanted && progressing?.status === 'True' && progressing.reason !== 'NewReplicaSetAvailable')
      return `${available} of ${wanted} replicas of the newest revision are available.`;
    if (available < wanted && progressing?.reason === 'ProgressDeadlineExceeded')
      return `${available} of ${wanted} replicas of the newest revision are available.`;
    return undefined;
  }
}

/** Why pods cannot be made, in the words of whoever refused them; undefined where none is refused. */
function refusal(object: WorkloadObject, { kind, revisions, name, events = [] }: Circumstances): string | undefined {
  const failed = [...object.conditions, ...revisions.filter((each) => each.current).flatMap((each) => each.conditions ?? [])].find(
    (each) => each.type === 'ReplicaFailure' && each.status === 'True',
  );
  if (failed) return `${failed.reason}: ${failed.message}`;
  // A StatefulSet has no such condition: what it tried last tells.
  if (kind !== 'StatefulSet' || object.replicas.existing >= object.replicas.wanted) return undefined;
  const tried = events.find(
    (event) => event.subject === `statefulset/${name ?? ''}` && ['FailedCreate', 'SuccessfulCreate'].includes(event.reason),
  );
  return tried?.reason === 'FailedCreate' ? `${tried.reason}: ${tried.message}` : undefined;
}

/** A StatefulSet takes the new revision for its current one when all pods have it; with OnDelete or a partition it never does. */
const isMoving = ({ strategy, partition, currentRevision, updateRevision }: WorkloadObject, kind: Workload['kind']): boolean =>
  kind === 'StatefulSet' &&
  strategy === 'RollingUpdate' &&
  partition === 0 &&
  currentRevision !== undefined &&
  updateRevision !== undefined &&
  currentRevision !== updateRevision;

/** An older pod that a StatefulSet's partition keeps on purpose: it is one of that many first ones. */
export const isHeldBack = ({ kind, object }: Pick<Workload, 'kind' | 'object'>, pod: Pick<Pod, 'name' | 'current'>): boolean => {
  const number = Number(/-(\d+)$/.exec(pod.name)?.[1] ?? Number.NaN);
  return kind === 'StatefulSet' && !pod.current && number < (object?.partition ?? 0) + (object?.firstNumber ?? 0);
};

/** Pods that are neither done (Succeeded) nor dead (Failed): such leftovers hold no process and serve nobody. */
export const isAlive = (pod: { readonly phase: string }): boolean => pod.phase !== 'Succeeded' && pod.phase !== 'Failed';
