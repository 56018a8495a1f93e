import type { Check, Judgement } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordedWorkload } from '../kubernetes/recorded-workload.ts';
import type { Workload } from '../kubernetes/workload-evidence.ts';
import { clusterFormed } from './cluster-formed.ts';
import { migrationUndisturbed } from './migration-undisturbed.ts';
import type { PodLogs } from './pod-logs-evidence.ts';
import { recordedLines, recordedLogs, reduceLines } from './recorded-logs.ts';
import { serverStarted } from './started.ts';

const judge = (check: Check, evidence: Readonly<Record<string, unknown>>, words: object = {}): Judgement =>
  check.judge(evidence, check.expects.parse(words), { now: '2026-11-23T21:30:00.000Z' });
const judgeAll = (now: PodLogs, workload: Workload): unknown =>
  [
    judge(serverStarted.check, { now }, { version: 'any' }),
    judge(clusterFormed.check, { now }),
    judge(migrationUndisturbed.check, { now: workload, logs: now }),
  ].map(({ findings, gaps, settling, facts }) => ({ findings, gaps, settling, facts }));
const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...items], { minLength: items.length });

const healthy = recordedLogs('healthy-26.7.4');
const middle = reduceLines(recordedLines('26.7.4-on-a-database-of-24').slice(0, 22), '2026-11-23T20:53:00.000Z');
/** Two pods that began apart, one whose migration was cut off, and one that says nothing. */
const troubled: PodLogs = {
  ...healthy,
  replicas: 4,
  pods: [
    ...healthy.pods.map((pod, index) => ({
      ...pod,
      runs: pod.runs.map((run) => ({
        ...run,
        log: { ...run.log, founded: 1, ...(run.log.view ? { view: { ...run.log.view, members: [`node-${index}`], size: 1 } } : {}) },
      })),
    })),
    ...healthy.pods.map((pod, index) => ({
      ...pod,
      name: `keycloak-${index}`,
      ready: false,
      runs: pod.runs.map((run) => ({ ...run, state: 'ended' as const, exitCode: 137, log: index === 0 ? middle : reduceLines([]) })),
    })),
  ],
};
const recorded = recordedWorkload('healthy');
const workload: Workload = {
  ...recorded,
  events: ['startup', 'liveness'].flatMap((probe, index) => [
    {
      subject: 'pod/keycloak-0',
      type: 'Normal',
      reason: 'Killing',
      message: `Container keycloak failed ${probe} probe`,
      count: 1,
      last: `2026-11-23T21:2${index}:00Z`,
    },
    { subject: 'pod/keycloak-0', type: 'Warning', reason: 'Unhealthy', message: `Startup probe failed: ${index}`, count: 1 },
  ]),
};

it('finds the same, in the same order, in whatever order pods and events come', () => {
  const expected = judgeAll(troubled, workload);
  expect(JSON.stringify(expected)).toContain('MIGRATION_KILLED_BY_PROBE');
  expect(JSON.stringify(expected)).toContain('CLUSTER_LONE_COORDINATORS');
  fc.assert(
    fc.property(shuffled(troubled.pods), shuffled(workload.events), (pods, events) => {
      expect(judgeAll({ ...troubled, pods }, { ...workload, events })).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});
