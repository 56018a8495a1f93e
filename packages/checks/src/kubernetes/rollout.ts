import type { Workload, WorkloadObject } from './workload-evidence.ts';

/** How far a rollout is; each state tells in words what it still waits for. */
export type Rollout =
  | { readonly state: 'refused'; readonly why: string }
  | { readonly state: 'stalled'; readonly why: string }
  | { readonly state: 'under way'; readonly why: string }
  | { readonly state: 'unavailable'; readonly why: string }
  | { readonly state: 'done' };

/** The rules of `kubectl rollout status`, and those it leaves out: pods that cannot be created, and replicas lost after the rollout. */
export function rolloutOf(object: WorkloadObject, { kind, revisions }: Pick<Workload, 'kind' | 'revisions'>): Rollout {
  const { replicas, generation, observedGeneration } = object;
  const { wanted, existing, updated, available } = replicas;
  const condition = (type: string) => object.conditions.find((each) => each.type === type);
  const refused = condition('ReplicaFailure');
  if (refused?.status === 'True') return { state: 'refused', why: `${refused.reason}: ${refused.message}` };
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
    // While the deadline runs the controller still says ReplicaSetUpdated; with all replicas updated only their availability is missing.
    if (available < wanted && progressing?.status === 'True' && progressing.reason !== 'NewReplicaSetAvailable')
      return `${available} of ${wanted} replicas of the newest revision are available.`;
    if (available < wanted && progressing?.reason === 'ProgressDeadlineExceeded')
      return `${available} of ${wanted} replicas of the newest revision are available.`;
    return undefined;
  }
}

/** Pods that are neither done (Succeeded) nor dead (Failed): such leftovers hold no process and serve nobody. */
export const isAlive = (pod: { readonly phase: string }): boolean => pod.phase !== 'Succeeded' && pod.phase !== 'Failed';
