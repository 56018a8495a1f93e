import { conclude, foldConsequences } from '@keycloak-release-gate/core';
import type { Check, Judgement, Result } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { codes } from './index.ts';
import { noErrors } from './keycloak-log/no-errors.ts';
import { judge as judgeLogs, recordedLogs } from './keycloak-log/recorded-logs.ts';
import { serverStarted } from './keycloak-log/started.ts';
import { eventsExplained } from './kubernetes/events-explained.ts';
import { podsHealthy } from './kubernetes/pods-healthy.ts';
import { podsRestartedSinceDeploy } from './kubernetes/pods-restarted-since-deploy.ts';
import { judge, recordedWorkload } from './kubernetes/recorded-workload.ts';
import type { Recorded } from './kubernetes/recorded-workload.ts';
import { workloadRolledOut } from './kubernetes/workload-rolled-out.ts';

const result = (check: Check, judgement: Judgement): Result => ({
  check: check.id,
  id: check.id,
  title: check.title,
  severity: check.severity,
  ...conclude(judgement, [], '2026-11-23T21:30:00.000Z'),
});

/** What the checks of a workload find in a recorded state. */
const found = (state: Recorded): Result[] => {
  const now = recordedWorkload(state);
  return [
    result(workloadRolledOut.check, judge(workloadRolledOut.check, now, { version: 'any' })),
    result(podsRestartedSinceDeploy.check, judge(podsRestartedSinceDeploy.check, now)),
    result(podsHealthy.check, judge(podsHealthy.check, now, { deployed: true })),
    result(eventsExplained.check, judge(eventsExplained.check, now, { deployed: true })),
  ];
};
const roots = (results: readonly Result[]): string[] =>
  foldConsequences(results, codes).flatMap(({ findings }) =>
    findings.filter(({ because, severity }) => !because && severity !== 'info').map(({ code }) => code),
  );

describe('what was recorded of a fault has one cause', () => {
  it.each<[Recorded, string]>([
    ['missing-secret', 'kubernetes/SECRET_MISSING'],
    ['missing-volume', 'kubernetes/CONFIG_MAP_MISSING'],
    ['no-node-for-pod', 'kubernetes/POD_UNSCHEDULABLE'],
    ['out-of-memory', 'kubernetes/OUT_OF_MEMORY'],
    ['unknown-image', 'kubernetes/IMAGE_PULL_FAILED'],
    ['wrong-readiness-probe', 'kubernetes/POD_NOT_READY'],
  ])('%s: %s', (state, cause) => {
    const results = found(state);
    expect(results.flatMap(({ findings }) => findings).length).toBeGreaterThan(1);
    expect(roots(results)).toEqual([cause]);
  });
});

it('what a log names is the cause of what Kubernetes sees', () => {
  const logs = recordedLogs('wrong-database-password');
  const results = [
    ...found('wrong-database-password'),
    result(serverStarted.check, judgeLogs(serverStarted.check, logs, { version: 'any' })),
    result(noErrors.check, judgeLogs(noErrors.check, logs)),
  ];
  expect(roots(results)).toEqual(['keycloak-log/START_FAILED']);
});

it('a healthy deploy has nothing to fold', () => {
  expect(foldConsequences(found('healthy'), codes)).toEqual(found('healthy'));
});
