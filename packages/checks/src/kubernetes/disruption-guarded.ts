import { defineCheck, finding, optionalBaseline } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { guards } from './guards.ts';
import type { Guards } from './guards.ts';
import { isAlive } from './rollout.ts';
import { isReady } from './pod-ready.ts';
import type { Pod, Workload } from './workload-evidence.ts';
import { workload } from './workload.ts';

type Budget = NonNullable<Guards['budgets']>[number];

/** Whoever changes the number of pods can do so, and cannot end too many at once. */
export const disruptionGuarded = defineCheck({
  id: 'kubernetes/disruption-guarded',
  title: 'The pods are guarded against disruption',
  why: 'A drain of a node must neither end all replicas at once nor be blocked for ever; an autoscaler that cannot scale leaves Keycloak too small.',
  severity: 'warning',
  reads: { now: workload, around: guards, before: optionalBaseline(workload) },
  expects: z.object({}),
  // A right that is missing hides one of the two: what is known of the other is still told.
  onGaps: 'judge',
  judge: ({ now, around, before }) => {
    const subject = `${now.kind.toLowerCase()}/${now.name}`;
    const { object } = now;
    if (!object) {
      const message = `There is no ${now.kind} ${now.name} that could be guarded.`;
      return { findings: [finding(codes.PODS_MISSING, { subject, message })], settling: message };
    }
    const { wanted } = object.replicas;
    const ready = now.pods.filter((pod) => isAlive(pod) && pod.deleting === undefined && isReady(pod));
    const findings: Finding[] = (around.autoscalers ?? []).flatMap((each) => judgeAutoscaler(each, ready, now));
    // A record of another workload says nothing about this one.
    const isSame = before?.kind === now.kind && before.name === now.name;
    const earlier = isSame ? (before.object?.replicas.wanted ?? 0) : 0;
    if (around.autoscalers?.length === 0 && wanted < earlier)
      findings.push(
        finding(codes.FEWER_REPLICAS, {
          subject,
          message: `${now.kind} ${now.name} wants ${wanted} replicas; before the release it wanted ${earlier}.`,
          expected: earlier,
          actual: wanted,
        }),
      );
    const [budget, ...others] = around.budgets ?? [];
    let late: string | undefined;
    // A single replica is away whenever it moves: no budget can help it.
    if (around.budgets && !budget && wanted > 1)
      findings.push(
        finding(codes.NO_DISRUPTION_BUDGET, {
          subject,
          message: `No disruption budget selects the ${wanted} pods of ${now.kind} ${now.name}.`,
        }),
      );
    else if (budget && others.length > 0)
      findings.push(
        finding(codes.SEVERAL_DISRUPTION_BUDGETS, {
          subject,
          message: `The pods of ${now.kind} ${now.name} are selected by ${[budget, ...others].map((each) => each.name).join(', ')}.`,
        }),
      );
    else if (budget && budget.disruptionsAllowed === 0 && ready.length >= wanted) {
      // Its controller may not have counted the pods yet that were just made ready.
      if (budget.failing === undefined && (!budget.upToDate || budget.healthy < ready.length))
        late = `The disruption budget ${budget.name} has not counted all ready pods yet.`;
      findings.push(
        finding(codes.NO_DISRUPTION_ALLOWED, {
          subject: `poddisruptionbudget/${budget.name}`,
          message: `The disruption budget ${budget.name} (${sizeInWords(budget)}) allows no eviction: ${budget.failing ?? `${budget.healthy} of ${budget.pods} pods are healthy, ${budget.wantedHealthy} must be`}.`,
        }),
      );
    }
    const facts = [
      ...(around.budgets ?? []).map((each) => ({ name: `evictions that ${each.name} allows`, value: each.disruptionsAllowed })),
      ...(around.autoscalers ?? []).map((each) => ({
        name: `replicas that ${each.name} asks for`,
        value: `${each.desired} (${each.least} to ${each.most})`,
      })),
    ];
    return { findings, facts, ...(late === undefined ? {} : { settling: late }) };
  },
});

/** Milliseconds after which the metrics of a pod that was made ready are there: they are scraped every 15 to 60 seconds. */
const SCRAPED = 120_000;

function judgeAutoscaler(
  { name, conditions }: NonNullable<Guards['autoscalers']>[number],
  ready: readonly Pod[],
  now: Workload,
): Finding[] {
  const isFresh = ready.some((pod) => {
    const since = pod.conditions.find((each) => each.type === 'Ready')?.since;
    return since !== undefined && now.observedAt !== undefined && Date.parse(now.observedAt) - Date.parse(since) < SCRAPED;
  });
  return (
    conditions
      .filter(({ type, status }) => ['AbleToScale', 'ScalingActive'].includes(type) && status === 'False')
      // Scaled to zero by hand, an autoscaler rests; just after it has scaled, it waits: that is no trouble of its own.
      .filter(({ reason }) => reason !== 'ScalingDisabled' && !reason.startsWith('Backoff'))
      .map(({ type, reason, message }) =>
        finding(codes.AUTOSCALER_CANNOT_SCALE, {
          subject: `horizontalpodautoscaler/${name}`,
          message: `The autoscaler ${name}: ${type} is False: ${reason}: ${message}`,
          // Of new pods there are no metrics yet; that there is no such API at all, no waiting mends.
          ...(isFresh && /no metrics returned|did not receive metrics/.test(message) ? { severity: 'info' } : {}),
        }),
      )
  );
}

const sizeInWords = ({ minAvailable, maxUnavailable }: Budget): string =>
  maxUnavailable === undefined ? `minAvailable ${minAvailable ?? 'not set'}` : `maxUnavailable ${maxUnavailable}`;
