import { defineCollector } from '@keycloak-release-gate/core';
import type { Collected, Gap } from '@keycloak-release-gate/core';
import { ApiFailure } from './api-failure.ts';
import type { KubernetesApi } from './api.ts';
import { connectToKubernetes, declaredKubernetes } from './connect.ts';
import { describeWorkload } from './describe-workload.ts';
import type { WorkloadObjects } from './describe-workload.ts';
import { ControllerRevision, Deployment, Event, Pod, ReplicaSet, StatefulSet } from './objects.ts';
import { otherWorkloads } from './other-workloads.ts';
import { Workload, WORKLOAD_LOOK } from './workload-evidence.ts';

/** The workload that runs Keycloak, its revisions, pods, containers and events, in one look that all checks share. */
export const workload = defineCollector({
  id: WORKLOAD_LOOK,
  version: 2,
  title: 'The workload, its replica sets, pods and events',
  vantage: 'cluster',
  evidence: Workload,
  timeout: 20_000,
  settles: true,
  personalData: true,
  params: () => ({}),
  collect: async (_params, context): Promise<Collected<Workload>> => {
    try {
      return await look(await connectToKubernetes(context), declaredKubernetes(context.run.environment));
    } catch (error) {
      if (error instanceof ApiFailure) return { gaps: [error.gap] };
      throw error;
    }
  },
});

async function look(api: KubernetesApi, declared: ReturnType<typeof declaredKubernetes>): Promise<Collected<Workload>> {
  const { kind, name } = declared.workload;
  // The pods are read after the workload: what is newer than its status can then only be more, never less.
  const [found, at] = await workloadOf(api, kind, name);
  const gaps: Gap[] = [];
  /** What cannot be read leaves a hole, and the rest is still shown. */
  const orGap = async <T>(reading: Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await reading;
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      gaps.push(error.gap);
      return [];
    }
  };
  const [replicaSets, controllerRevisions, pods, events] = found.object
    ? await Promise.all([
        kind === 'Deployment' ? orGap(api.list(ReplicaSet, 'replicasets')) : [],
        kind === 'StatefulSet' ? orGap(api.list(ControllerRevision, 'controllerrevisions')) : [],
        orGap(api.list(Pod, 'pods')),
        orGap(api.list(Event, 'events')),
      ])
    : [[], [], [], []];
  const others = found.object ? undefined : await otherWorkloads(api);
  const described = describeWorkload({
    namespace: api.namespace,
    name,
    container: declared.container,
    commit: declared.commit,
    observedAt: at,
    workload: found,
    replicaSets,
    controllerRevisions,
    pods,
    events,
  });
  const value = others === undefined ? described : { ...described, others };
  return { value, gaps: gaps.toSorted((a, b) => (a.subject < b.subject ? -1 : 1)) };
}

async function workloadOf(
  api: KubernetesApi,
  kind: 'Deployment' | 'StatefulSet',
  name: string,
): Promise<[WorkloadObjects['workload'], string | undefined]> {
  if (kind === 'Deployment') {
    const { value, at } = await api.get(Deployment, 'deployments', name);
    return [{ kind, object: value }, at];
  }
  const { value, at } = await api.get(StatefulSet, 'statefulsets', name);
  return [{ kind, object: value }, at];
}
