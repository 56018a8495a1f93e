import { compare, defineCheck, finding, gap, opening } from '@keycloak-release-gate/core';
import type { Exhibit, Fact, Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { sinceOf, sinceWords } from './deploy-start.ts';
import { explainEvent, needsExplanation } from './explain-event.ts';
import type { Explanation } from './explain-event.ts';
import { judgedFrom } from './judged-from.ts';
import { podTrouble } from './pod-trouble.ts';
import { rolloutOf } from './rollout.ts';
import { readyCondition } from './pod-ready.ts';
import type { Pod, Workload, WorkloadEvent } from './workload-evidence.ts';
import { workload } from './workload.ts';

const Expected = z.object({
  /** False on a day without a deploy: then the events of the last day count. */
  deployed: z.boolean().default(false),
  ...sinceWords,
});

/** As often a probe may fail on a pod that stays ready while the gate looks. */
const MOST_PROBE_FAILURES = 2;

/** No failure that Kubernetes reports goes on, and every warning is explained by what came after it. */
export const eventsExplained = defineCheck({
  id: 'kubernetes/events-explained',
  title: 'Every warning that Kubernetes reported is explained',
  why: 'The events at the end of `kubectl describe` tell what the state does not: what was tried, refused and tried again, and probes that fail now and then.',
  reads: { now: workload, opened: opening(workload) },
  expects: Expected,
  expected: (run) => ({ deployed: run.release?.deploys ?? false, ...sinceOf(run) }),
  judge: ({ now, opened }, expected) => {
    if (!now.object) {
      const message = `There is no ${now.kind} ${now.name}, so nothing is reported of it.`;
      return { findings: [finding(codes.PODS_MISSING, { subject: subjectOf(now), message })], settling: message };
    }
    const from = judgedFrom(now, expected);
    const objects = {
      now,
      pods: new Map(now.pods.map((pod) => [pod.name, pod])),
      well: new Set(
        now.pods.filter((pod) => !podTrouble(pod, { events: now.events, since: from, observedAt: now.observedAt })).map((pod) => pod.name),
      ),
      rolloutDone: rolloutOf(now.object, now).state === 'done',
      from,
    };
    const explained = now.events.filter(needsExplanation).map((event) => ({ event, explanation: explainEvent(event, objects) }));
    const findings = [...Map.groupBy(explained, ({ event }) => JSON.stringify([event.subject, event.container, event.reason])).values()]
      .flatMap((same) => findingOf(same, opened, now))
      .concat(lostReadiness(opened, now))
      .toSorted((a, b) => weight[a.severity] - weight[b.severity] || compare(a.subject, b.subject) || compare(a.message, b.message));
    const goesOn = findings.filter((each) => each.severity === 'fail' && each.code === codes.FAILURE_EVENT.code);
    const left = now.warningsLeftOut ?? 0;
    return {
      findings,
      gaps:
        left === 0
          ? []
          : [
              gap(codes.EVENTS_LEFT_OUT, {
                subject: subjectOf(now),
                reason: `${left} warnings that are older than the ${now.events.length} newest events were not read.`,
              }),
            ],
      facts: facts(explained, now, from),
      exhibits: explained.length === 0 ? [] : [warningsTable(explained)],
      ...(goesOn.length === 0 ? {} : { settling: goesOn.map((each) => each.message).join(' ') }),
    };
  },
});

interface Explained {
  readonly event: WorkloadEvent;
  readonly explanation: Explanation;
}

const subjectOf = ({ kind, name }: Workload): string => `${kind.toLowerCase()}/${name}`;
const weight = { fail: 0, warn: 1, info: 2 } as const;

/** One finding for what was reported of one object for one reason, told by the newest of it. */
function findingOf(same: readonly Explained[], opened: Workload, now: Workload): Finding[] {
  const open = same.filter(({ explanation: { kind } }) => kind !== 'passed' && kind !== 'elsewhere');
  const worst = open.find(({ explanation: { kind } }) => kind === 'failure') ?? open[0];
  if (!worst) return [];
  const { event, explanation } = worst;
  const count = open.reduce((sum, each) => sum + each.event.count, 0);
  const times = `${count === 1 ? 'once' : `${count} times`}${event.last === undefined ? '' : `, the last at ${event.last}`}`;
  const name = event.subject.slice(event.subject.indexOf('/') + 1);
  const said = `${name}${event.container === undefined ? '' : `, container ${event.container}`}: ${event.reason} (${times}; ${explanation.why}): ${event.message}`;
  switch (explanation.kind) {
    case 'failure':
      return [finding(codes.FAILURE_EVENT, { subject: event.subject, message: said })];
    case 'ceased failure':
      return [finding(codes.FAILURE_EVENT, { subject: event.subject, message: said, severity: 'warn' })];
    case 'warning':
      return [finding(codes.WARNING_EVENT, { subject: event.subject, message: said })];
    case 'probe': {
      const grown = open.reduce((sum, each) => sum + growth(each.event, opened, now), 0);
      const severity = grown > MOST_PROBE_FAILURES ? 'fail' : 'warn';
      const message = grown > 0 ? `${said} (${grown} of them while the gate looked)` : said;
      return [finding(codes.PROBE_FAILS_AFTER_READY, { subject: event.subject, message, severity })];
    }
    case 'passed':
    case 'elsewhere':
      return [];
  }
}

/** How often it happened since the gate's first look, where the pod was ready then and stayed so; else that cannot be told. */
function growth(event: WorkloadEvent, opened: Workload, now: Workload): number {
  const readySince = ({ pods }: Workload): string | undefined => {
    const pod = pods.find((each) => `pod/${each.name}` === event.subject);
    const ready = pod && readyCondition(pod);
    return pod && ready ? `${pod.uid} ${ready.since ?? ''}` : undefined;
  };
  const stayed = readySince(now);
  if (stayed === undefined || stayed !== readySince(opened)) return 0;
  const isSame = (other: WorkloadEvent): boolean =>
    other.subject === event.subject &&
    other.container === event.container &&
    other.reason === event.reason &&
    other.message === event.message;
  return Math.max(0, event.count - (opened.events.find(isSame)?.count ?? 0));
}

/** Pods that were ready at the gate's first look and are now, and were not in between, without a restart that would explain it. */
function lostReadiness(opened: Workload, now: Workload): Finding[] {
  const readyOf = (pod: Pod) => readyCondition(pod)?.since;
  const restartsOf = (pod: Pod): number => pod.containers.reduce((sum, each) => sum + each.restarts, 0);
  return now.pods.flatMap((pod) => {
    const before = opened.pods.find((each) => each.uid === pod.uid);
    const [first, last] = [before && readyOf(before), readyOf(pod)];
    if (!before || !pod.current || first === undefined || last === undefined || first === last) return [];
    if (restartsOf(before) !== restartsOf(pod)) return [];
    const message = `${pod.name} was ready when the gate first looked, then was not, and is again since ${last}.`;
    return [finding(codes.PROBE_FAILS_AFTER_READY, { subject: `pod/${pod.name}`, message })];
  });
}

function facts(explained: readonly Explained[], now: Workload, from: string | undefined): Fact[] {
  const passed = explained.filter(({ explanation: { kind } }) => kind === 'passed').reduce((sum, { event }) => sum + event.count, 0);
  const reach = now.eventsReach;
  const isShort = from !== undefined && (reach === undefined || Date.parse(reach) > Date.parse(from) + 60_000);
  return [
    ...(passed === 0 ? [] : [{ name: 'warnings that have passed', value: passed }]),
    ...(reach === undefined ? [] : [{ name: 'events reach back to', value: reach }]),
    // Kubernetes keeps events for an hour by default: their absence is no evidence of health.
    ...(isShort ? [{ name: 'not told by any event', value: `what happened from ${from} until ${reach ?? 'now'}` }] : []),
  ];
}

const MOST_ROWS = 50;

const warningsTable = (explained: readonly Explained[]): Exhibit => ({
  kind: 'table',
  title: `Warnings that Kubernetes reported${explained.length > MOST_ROWS ? ` (the newest ${MOST_ROWS} of ${explained.length})` : ''}`,
  columns: ['Last', 'Object', 'Reason', 'Times', 'Message', 'Explanation'],
  rows: explained
    .slice(0, MOST_ROWS)
    .map(({ event, explanation }) => [
      event.last ?? '',
      event.subject,
      event.reason,
      String(event.count),
      event.message,
      `${explanation.kind}: ${explanation.why}`,
    ]),
});
