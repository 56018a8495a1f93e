import { readFileSync } from 'node:fs';
import type { Check, Judgement } from '@keycloak-release-gate/core';
import { Workload } from './workload-evidence.ts';

/** The name of a state of a real cluster that was recorded with this domain's collector. */
export type Recorded =
  | 'deploying'
  | 'healthy'
  | 'missing-secret'
  | 'missing-volume'
  | 'no-node-for-pod'
  | 'out-of-memory'
  | 'unknown-image'
  | 'wrong-database-password'
  | 'wrong-readiness-probe';

/** The recorded evidence, for the tests of the judges. */
export const recordedWorkload = (name: Recorded): Workload =>
  Workload.parse(JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')));

/** What a check concludes from evidence, with the expectations of a suite's words. */
export function judge(check: Check, now: Workload, words: object = {}, opened: Workload = now): Judgement {
  return check.judge({ now, opened }, check.expects.parse(words), { now: now.observedAt ?? '2026-11-23T21:30:00.000Z' });
}
