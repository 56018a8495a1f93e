import { compare, defineCollector } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { connectToKubernetes } from './connect.ts';
import { lookOrGap } from './look-or-gap.ts';
import { isAlive } from './rollout.ts';
import { Claim } from './surrounding-objects.ts';
import type { Workload } from './workload-evidence.ts';
import { workload } from './workload.ts';

/** The persistent volume claims that the pods mount. */
export const Claims = z.object({
  /** By name. */
  claims: z.array(
    z.object({
      name: z.string(),
      /** Undefined where there is no such claim. */
      phase: z.string().optional(),
      storageClass: z.string().optional(),
      /** The pods that mount it. */
      pods: z.array(z.string()),
    }),
  ),
});
export type Claims = z.infer<typeof Claims>;

export const claims = defineCollector({
  id: 'kubernetes/claims',
  version: 1,
  title: 'The persistent volume claims of the pods',
  vantage: 'cluster',
  evidence: Claims,
  timeout: 20_000,
  settles: true,
  reads: { workload },
  params: () => ({}),
  collect: async (_params, context) =>
    lookOrGap(async () => {
      const mounted = mountedClaims(context.looks.workload);
      // Most Keycloaks mount none: then there is nothing to ask, and no right is needed for it.
      if (mounted.size === 0) return { value: { claims: [] } };
      const api = await connectToKubernetes(context);
      return { value: describeClaims(await api.list(Claim, 'persistentvolumeclaims'), mounted) };
    }),
});

/** The names of the claims that pods which are alive mount, each with those pods. */
export function mountedClaims({ pods }: Pick<Workload, 'pods'>): Map<string, string[]> {
  const mounted = new Map<string, string[]>();
  for (const pod of pods.filter(isAlive))
    for (const claim of pod.claims ?? []) mounted.set(claim, [...(mounted.get(claim) ?? []), pod.name]);
  return mounted;
}

/** The evidence, from the claims of the namespace and those that are mounted. Pure. */
export function describeClaims(all: readonly Claim[], mounted: ReadonlyMap<string, readonly string[]>): Claims {
  const byName = new Map(all.map((claim) => [claim.metadata.name, claim]));
  return {
    claims: [...mounted]
      .toSorted(([a], [b]) => compare(a, b))
      .map(([name, pods]) => {
        const claim = byName.get(name);
        return {
          name,
          ...(claim ? { phase: claim.status.phase } : {}),
          ...(claim?.spec.storageClassName ? { storageClass: claim.spec.storageClassName } : {}),
          pods: pods.toSorted(compare),
        };
      }),
  };
}
