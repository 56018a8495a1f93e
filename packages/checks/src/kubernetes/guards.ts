import { compare, defineCollector } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { connectToKubernetes } from './connect.ts';
import { describeConditions } from './describe-conditions.ts';
import { lookOrGap, partOrGap } from './look-or-gap.ts';
import { isAlive } from './rollout.ts';
import { isSelected } from './selector.ts';
import { Autoscaler, DisruptionBudget } from './surrounding-objects.ts';
import { ObservedCondition } from './workload-evidence.ts';
import type { Workload } from './workload-evidence.ts';
import { workload } from './workload.ts';

const size = z.union([z.number(), z.string()]).optional();

/** Who changes the number of pods: autoscalers of the workload, and the budgets that hold evictions back. */
export const Guards = z.object({
  /** By name; undefined where they could not be read. */
  autoscalers: z
    .array(
      z.object({
        name: z.string(),
        least: z.number(),
        most: z.number(),
        current: z.number(),
        desired: z.number(),
        conditions: z.array(ObservedCondition),
      }),
    )
    .optional(),
  budgets: z
    .array(
      z.object({
        name: z.string(),
        minAvailable: size,
        maxUnavailable: size,
        /** Its status is that of its present text. */
        upToDate: z.boolean(),
        /** Why its controller cannot count the pods, in its words. */
        failing: z.string().optional(),
        disruptionsAllowed: z.number(),
        healthy: z.number(),
        wantedHealthy: z.number(),
        pods: z.number(),
      }),
    )
    .optional(),
});
export type Guards = z.infer<typeof Guards>;

export const guards = defineCollector({
  id: 'kubernetes/guards',
  version: 1,
  title: 'The autoscalers and disruption budgets of the pods',
  vantage: 'cluster',
  evidence: Guards,
  timeout: 20_000,
  settles: true,
  reads: { workload },
  params: () => ({}),
  collect: async (_params, context) =>
    lookOrGap(async () => {
      const api = await connectToKubernetes(context);
      const gaps: Gap[] = [];
      const [autoscalers, budgets] = await Promise.all([
        partOrGap(api.list(Autoscaler, 'horizontalpodautoscalers'), gaps),
        partOrGap(api.list(DisruptionBudget, 'poddisruptionbudgets'), gaps),
      ]);
      return {
        value: describeGuards(autoscalers, budgets, context.looks.workload),
        gaps: gaps.toSorted((a, b) => compare(a.subject, b.subject)),
      };
    }),
});

/** The evidence: the autoscalers that target the workload, and the budgets that select one of its pods or those of its template. Pure. */
export function describeGuards(
  autoscalers: readonly Autoscaler[] | undefined,
  budgets: readonly DisruptionBudget[] | undefined,
  { kind, name, object, pods }: Pick<Workload, 'kind' | 'name' | 'object' | 'pods'>,
): Guards {
  const labels = [object?.podLabels, ...pods.filter(isAlive).map((pod) => pod.labels)].filter((each) => each !== undefined);
  return {
    ...(autoscalers
      ? {
          autoscalers: autoscalers
            .filter(({ spec: { scaleTargetRef: target } }) => target.kind === kind && target.name === name)
            .map(({ metadata, spec, status }) => ({
              name: metadata.name,
              least: spec.minReplicas ?? 1,
              most: spec.maxReplicas,
              current: status.currentReplicas ?? 0,
              desired: status.desiredReplicas ?? 0,
              conditions: describeConditions(status.conditions),
            }))
            .toSorted((a, b) => compare(a.name, b.name)),
        }
      : {}),
    ...(budgets
      ? {
          budgets: budgets
            // In policy/v1 an empty selector selects every pod, and none at all selects none.
            .filter(({ spec: { selector } }) => selector && labels.some((each) => isSelected(selector, each, 'all')))
            .map(({ metadata, spec, status }) => ({
              name: metadata.name,
              ...(spec.minAvailable === null || spec.minAvailable === undefined ? {} : { minAvailable: spec.minAvailable }),
              ...(spec.maxUnavailable === null || spec.maxUnavailable === undefined ? {} : { maxUnavailable: spec.maxUnavailable }),
              upToDate: (status.observedGeneration ?? 0) >= (metadata.generation ?? 0),
              ...failingOf(status),
              disruptionsAllowed: status.disruptionsAllowed,
              healthy: status.currentHealthy,
              wantedHealthy: status.desiredHealthy,
              pods: status.expectedPods,
            }))
            .toSorted((a, b) => compare(a.name, b.name)),
        }
      : {}),
  };
}

/** A pod among them that nobody scales (of a Job, or of nobody) keeps the controller from counting. */
function failingOf({ conditions }: DisruptionBudget['status']): { failing?: string } {
  const failed = describeConditions(conditions).find(({ type, reason }) => type === 'DisruptionAllowed' && reason === 'SyncFailed');
  return failed ? { failing: failed.message } : {};
}
