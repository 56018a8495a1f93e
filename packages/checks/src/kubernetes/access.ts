import { defineCollector, gap } from '@keycloak-release-gate/core';
import type { Collected, Environment, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { accessCodes } from './access-codes.ts';
import { ApiFailure } from './api-failure.ts';
import { connectToKubernetes, declaredKubernetes } from './connect.ts';
import { additionFor, backupRights, excessRights, rightsFor } from './rights.ts';
import type { Right as NeededRight } from './rights.ts';

const Right = z.object({
  verb: z.enum(['get', 'list']),
  group: z.string(),
  resource: z.string(),
  scope: z.enum(['namespace', 'cluster']),
  /** Where that is not the one of Keycloak. */
  namespace: z.string().optional(),
  allowed: z.boolean(),
});

/** What the API says that the gate may do. */
export const Access = z.object({
  namespace: z.string(),
  /** Everything that the collectors need in this environment. */
  needed: z.array(Right),
  /** What it may do, and should not be able to. */
  excess: z.array(z.object({ verb: z.string(), group: z.string(), resource: z.string() })),
});
export type Access = z.infer<typeof Access>;

/**
 * The API is asked for each right by a SelfSubjectAccessReview, which every user may create (`system:basic-user`): its answer
 * holds for every authorizer, while the rules of a SelfSubjectRulesReview may be incomplete (kubernetes.io, "Authorization").
 */
export const access = defineCollector({
  id: 'kubernetes/access',
  version: 1,
  title: 'The rights of the gate in the Kubernetes API',
  vantage: 'cluster',
  evidence: Access,
  timeout: 20_000,
  params: () => ({}),
  collect: async (_params, context): Promise<Collected<Access>> => {
    try {
      const api = await connectToKubernetes(context);
      const declared = declaredKubernetes(context.run.environment);
      const [needed, excess] = await Promise.all([
        Promise.all(
          wantedRights(context.run.environment, declared).map(async ({ namespace, ...right }) => {
            const elsewhere = namespace !== undefined && namespace !== api.namespace;
            const there = elsewhere ? await connectToKubernetes(context, namespace) : api;
            return { ...right, ...(elsewhere ? { namespace } : {}), allowed: await there.may(right, right.scope) };
          }),
        ),
        Promise.all(excessRights.map(async (right) => ({ ...right, allowed: await api.may(right, 'namespace') }))),
      ]);
      return {
        value: {
          namespace: api.namespace,
          needed,
          excess: excess.filter(({ allowed }) => allowed).map(({ verb, group, resource }) => ({ verb, group, resource })),
        },
      };
    } catch (error) {
      if (error instanceof ApiFailure) return { gaps: [error.gap] };
      throw error;
    }
  },
});

type WantedRight = NeededRight & { readonly namespace?: string | undefined };

/** What the environment takes, and its backups in their own namespaces. */
const wantedRights = ({ backups }: Environment, declared: Parameters<typeof rightsFor>[0]): readonly WantedRight[] => [
  ...rightsFor(declared),
  ...(['cronJob', 'cloudnativepg', 'volumeSnapshot'] as const).flatMap((source): WantedRight[] => {
    const there = backups?.[source];
    return there ? backupRights[source].map((right) => ({ ...right, namespace: there.namespace })) : [];
  }),
];

type GrantedRight = Access['needed'][number];

/** `list pods in the namespace sso` */
export const wordsOfRight = (
  { verb, resource, scope, namespace: own }: Pick<GrantedRight, 'verb' | 'resource' | 'scope' | 'namespace'>,
  namespace: string,
): string => `${verb} ${resource}${scope === 'namespace' ? ` in the namespace ${own ?? namespace}` : ''}`;

/** A gap for each right that is missing. */
export const missingRights = ({ namespace, needed }: Access): Gap[] =>
  needed
    .filter(({ allowed }) => !allowed)
    .map((right) =>
      gap(accessCodes.FORBIDDEN, {
        subject:
          right.scope === 'namespace' ? `kubernetes/${right.namespace ?? namespace}/${right.resource}` : `kubernetes/${right.resource}`,
        reason: `The gate may not ${wordsOfRight(right, namespace)}.`,
        remedy: additionFor(right),
      }),
    );
