import { describe, expect, it } from 'vitest';
import { codes } from './codes.ts';
import { disruptionGuarded } from './disruption-guarded.ts';
import { describeGuards } from './guards.ts';
import type { Guards } from './guards.ts';
import { recordedWorkload } from './recorded-workload.ts';
import { Autoscaler, DisruptionBudget } from './surrounding-objects.ts';
import type { Workload } from './workload-evidence.ts';

const { check } = disruptionGuarded;
const labels = { app: 'keycloak' };
const recorded = recordedWorkload('healthy');
const healthy: Workload = { ...recorded, pods: recorded.pods.map((pod) => ({ ...pod, labels })) };
const object = healthy.object ?? expect.fail('The recorded workload is there.');

const status = { observedGeneration: 1, disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 };
const budget = (name: string, change: object = {}, spec: object = { maxUnavailable: 1, selector: { matchLabels: labels } }) =>
  DisruptionBudget.parse({ metadata: { name, generation: 1 }, spec, status: { ...status, ...change } });
const autoscaler = (name: string, conditions: object[] = [], target: object = { kind: 'Deployment', name: 'keycloak' }) =>
  Autoscaler.parse({
    metadata: { name },
    spec: { scaleTargetRef: target, minReplicas: 2, maxReplicas: 5 },
    status: { currentReplicas: 2, desiredReplicas: 3, conditions },
  });
const look = (autoscalers: Autoscaler[], budgets: DisruptionBudget[]): Guards => describeGuards(autoscalers, budgets, healthy);
const judge = (around: Guards, now: Workload = healthy, before?: Workload) =>
  check.judge({ now, around, before }, {}, { now: '2026-11-23T21:30:00.000Z' });
const found = (...args: Parameters<typeof judge>) =>
  judge(...args).findings.map(({ code, severity, subject, message }) => [code, severity, subject, message]);
const replicas = (wanted: number): Workload => ({ ...healthy, object: { ...object, replicas: { ...object.replicas, wanted } } });

it('finds nothing wrong where one budget allows one pod to be away', () => {
  expect(judge(look([autoscaler('keycloak')], [budget('keycloak')]))).toEqual({
    findings: [],
    facts: [
      { name: 'evictions that keycloak allows', value: 1 },
      { name: 'replicas that keycloak asks for', value: '3 (2 to 5)' },
    ],
  });
});

it('looks only at what is of the workload; an empty selector selects every pod', () => {
  const foreign = autoscaler('portal', [], { kind: 'Deployment', name: 'portal' });
  const others = budget('portal', {}, { minAvailable: '50%', selector: { matchLabels: { app: 'portal' } } });
  const everything = budget('all', {}, { minAvailable: '50%', selector: {} });
  expect(look([foreign], [others, budget('none', {}, {}), everything])).toEqual({
    autoscalers: [],
    budgets: [{ name: 'all', minAvailable: '50%', upToDate: true, disruptionsAllowed: 1, healthy: 2, wantedHealthy: 1, pods: 2 }],
  });
});

describe('a disruption budget', () => {
  it('that is missing is a warning, unless there is one replica only', () => {
    expect(judge(look([], [])).findings).toEqual([
      {
        code: 'kubernetes/NO_DISRUPTION_BUDGET',
        title: codes.NO_DISRUPTION_BUDGET.title,
        severity: 'warn',
        subject: 'deployment/keycloak',
        message: 'No disruption budget selects the 2 pods of Deployment keycloak.',
        remedy: codes.NO_DISRUPTION_BUDGET.remedy,
      },
    ]);
    expect(found(look([], []), replicas(1))).toEqual([]);
  });

  it('beside another one is a warning', () => {
    expect(found(look([], [budget('b'), budget('a')]))).toEqual([
      ['kubernetes/SEVERAL_DISRUPTION_BUDGETS', 'warn', 'deployment/keycloak', 'The pods of Deployment keycloak are selected by a, b.'],
    ]);
  });

  it('that allows nothing is a warning, once it has counted the pods, and not while pods are not ready', () => {
    const none = budget('keycloak', { disruptionsAllowed: 0, desiredHealthy: 2 }, { minAvailable: 2, selector: { matchLabels: labels } });
    const message = 'The disruption budget keycloak (minAvailable 2) allows no eviction: 2 of 2 pods are healthy, 2 must be.';
    expect(found(look([], [none]))).toEqual([['kubernetes/NO_DISRUPTION_ALLOWED', 'warn', 'poddisruptionbudget/keycloak', message]]);
    const late = budget('keycloak', { disruptionsAllowed: 0, currentHealthy: 1 });
    expect(judge(look([], [late])).settling).toBe('The disruption budget keycloak has not counted all ready pods yet.');
    const failing = 'found no controllers for pod "keycloak-export-x7f2p"';
    const broken = { type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: failing };
    const uncounted = judge(look([], [budget('keycloak', { disruptionsAllowed: 0, currentHealthy: 1, conditions: [broken] })]));
    expect([uncounted.findings[0]?.message, uncounted.settling]).toEqual([
      `The disruption budget keycloak (maxUnavailable 1) allows no eviction: ${failing}.`,
      undefined,
    ]);
    const [first, ...others] = healthy.pods;
    const starting = first ? [{ ...first, conditions: [] }, ...others] : [];
    expect(found(look([], [late]), { ...healthy, pods: starting })).toEqual([]);
  });
});

it.each([
  ['AbleToScale', 'FailedGetScale'],
  ['ScalingActive', 'FailedGetResourceMetric'],
])('warns of an autoscaler of which %s is False', (type, reason) => {
  const around = look([autoscaler('keycloak', [{ type, status: 'False', reason, message: 'as it says' }])], [budget('keycloak')]);
  expect(found(around)).toEqual([
    [
      'kubernetes/AUTOSCALER_CANNOT_SCALE',
      'warn',
      'horizontalpodautoscaler/keycloak',
      `The autoscaler keycloak: ${type} is False: ${reason}: as it says`,
    ],
  ]);
});

it('only tells that an autoscaler rests, waits, or has no metrics of new pods yet', () => {
  const judgeCondition = (condition: object, observedAt = '2026-11-23T21:21:41.000Z') =>
    found(look([autoscaler('keycloak', [{ status: 'False', ...condition }])], [budget('keycloak')]), { ...healthy, observedAt }).map(
      ([code, severity]) => [code, severity],
    );
  const early = { type: 'ScalingActive', reason: 'FailedGetResourceMetric', message: 'no metrics returned from resource metrics API' };
  expect(judgeCondition(early)).toEqual([['kubernetes/AUTOSCALER_CANNOT_SCALE', 'info']]);
  expect(judgeCondition(early, '2026-11-23T21:30:00.000Z')).toEqual([['kubernetes/AUTOSCALER_CANNOT_SCALE', 'warn']]);
  expect(judgeCondition({ type: 'ScalingActive', reason: 'ScalingDisabled' })).toEqual([]);
  expect(judgeCondition({ type: 'AbleToScale', reason: 'BackoffBoth' })).toEqual([]);
});

it('warns of fewer replicas than before the release, where no autoscaler decides that', () => {
  const around = look([], [budget('keycloak')]);
  expect(found(around, healthy, replicas(3))).toEqual([
    ['kubernetes/FEWER_REPLICAS', 'warn', 'deployment/keycloak', 'Deployment keycloak wants 2 replicas; before the release it wanted 3.'],
  ]);
  expect(found(around, healthy, replicas(2))).toEqual([]);
  // The record of another workload.
  expect(found(around, healthy, { ...replicas(3), name: 'keycloak-old' })).toEqual([]);
  expect(found(look([autoscaler('keycloak')], [budget('keycloak')]), healthy, replicas(3))).toEqual([]);
});

it('judges the one part that could be read, and nothing without a workload', () => {
  expect(found(describeGuards(undefined, [], healthy), healthy, replicas(3)).map(([code]) => code)).toEqual([
    'kubernetes/NO_DISRUPTION_BUDGET',
  ]);
  expect(found(describeGuards([], undefined, healthy))).toEqual([]);
  expect(found(look([], []), { ...healthy, object: null }).map(([code]) => code)).toEqual(['kubernetes/PODS_MISSING']);
});
