import type { CollectContext } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { ApiFailure } from '../kubernetes/api-failure.ts';
import { connectToKubernetes } from '../kubernetes/connect.ts';
import { NotDiscovered } from './keycloak.ts';

/** A workload that may be Keycloak's. */
export interface FoundWorkload {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly name: string;
  readonly container: string;
}

const Workload = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    template: z.object({ spec: z.object({ containers: z.array(z.object({ name: z.string(), image: z.string().default('') })) }) }),
  }),
});

/** The Deployments and StatefulSets of a namespace that run an image of Keycloak, or have its name. Throws a NotDiscovered. */
export async function discoverWorkloads(
  access: Pick<CollectContext<unknown>, 'run' | 'signal' | 'secret' | 'conceal' | 'shared'>,
): Promise<readonly FoundWorkload[]> {
  try {
    const api = await connectToKubernetes(access);
    const kinds = [
      ['deployments', 'Deployment'],
      ['statefulsets', 'StatefulSet'],
    ] as const;
    const found: FoundWorkload[] = [];
    for (const [plural, kind] of kinds)
      for (const { metadata, spec } of await api.list(Workload, plural)) {
        const container = spec.template.spec.containers.find(({ name, image }) => /keycloak/i.test(image) || /keycloak/i.test(name));
        if (container) found.push({ kind, name: metadata.name, container: container.name });
      }
    return found;
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    throw new NotDiscovered(error.gap.reason, 'the Kubernetes API', error.gap.remedy);
  }
}
