import { logsOfPods, noErrors, PodLogs, podLogs } from '@keycloak-release-gate/checks';
import type { ReadLog } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
import { lookOnce } from '../collect/look-once.ts';
import { planSuite } from '../plan/plan.ts';
import type { Prepared } from '../verify/prepare.ts';

/** The logs of the pods that run now, and what of them could not be read, in words. */
export interface ReadPods {
  readonly logs: readonly ReadLog[];
  readonly unread: readonly string[];
}

const suite = defineSuite({
  id: 'log-baseline',
  title: 'The baseline of the logs',
  needsRelease: false,
  steps: () => [step({ id: 'logs/baseline', sentence: 'What the logs hold before a release is known' }, [noErrors()])],
});

/** Reads them with the collector that reads them in a run, redacted as in a run. */
export async function readPods(prepared: Prepared, since: string, signal: AbortSignal): Promise<ReadPods> {
  const run = { suite: suite.id, environment: prepared.plan.run.environment, deploy: { at: since, source: 'the baseline' } };
  const plan = planSuite(suite, run);
  const wanted = new Set<string>();
  const want = (key: string): void => {
    wanted.add(key);
    for (const { look } of Object.values(plan.looks.get(key)?.reads ?? {})) want(look);
  };
  want(podLogs.id);
  const looked = await lookOnce(
    { ...prepared, plan },
    [...plan.looks.values()].filter(({ key }) => wanted.has(key)),
    { signal },
  );
  const logs = looked.find(({ look }) => look.key === podLogs.id);
  return {
    logs: logs?.recorded === undefined ? [] : logsOfPods(PodLogs.parse(JSON.parse(logs.recorded)), new Date().toISOString()),
    unread: [...new Set(looked.flatMap(({ gaps }) => gaps.map(({ reason }) => reason)))],
  };
}
