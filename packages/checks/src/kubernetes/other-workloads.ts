import { compare, gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { accessCodes } from './access-codes.ts';
import { ApiFailure } from './api-failure.ts';
import type { KubernetesApi } from './api.ts';
import type { Workload } from './workload-evidence.ts';

const Named = z.object({ metadata: z.object({ name: z.string() }) });

/**
 * The workloads that there are where the declared one is not. Undefined where they may not be listed: they are a hint, nothing is
 * judged by them. Throws an ApiFailure (a gap) where the namespace itself does not exist: nothing can be said of what is in it.
 */
export async function otherWorkloads(api: KubernetesApi): Promise<Workload['others']> {
  const orForbidden = async <T>(reading: Promise<T>): Promise<T | undefined> => {
    try {
      return await reading;
    } catch (error) {
      if (error instanceof ApiFailure && error.gap.code === accessCodes.FORBIDDEN.code) return undefined;
      throw error;
    }
  };
  const [deployments, statefulSets] = await Promise.all([
    orForbidden(api.list(Named, 'deployments')),
    orForbidden(api.list(Named, 'statefulsets')),
  ]);
  // Only who may read in all namespaces gets this far in one that does not exist; and who may read it is told the truth.
  if (deployments?.length === 0 && statefulSets?.length === 0 && (await orForbidden(api.namespaceExists())) === false)
    throw new ApiFailure(
      gap(accessCodes.NAMESPACE_MISSING, {
        subject: `kubernetes/${api.namespace}`,
        reason: `There is no namespace ${api.namespace} in this cluster.`,
      }),
    );
  if (!deployments && !statefulSets) return undefined;
  return [
    ...(deployments ?? []).map(({ metadata }) => ({ kind: 'Deployment' as const, name: metadata.name })),
    ...(statefulSets ?? []).map(({ metadata }) => ({ kind: 'StatefulSet' as const, name: metadata.name })),
  ].toSorted((a, b) => compare(a.name, b.name) || compare(a.kind, b.kind));
}
