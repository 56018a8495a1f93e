import { readdirSync, readFileSync } from 'node:fs';
import type { Check, Judgement } from '@keycloak-release-gate/core';
import type { LogBaseline } from './baseline/log-baseline.ts';
import { recordedWorkload } from '../kubernetes/recorded-workload.ts';
import { createLogReducer } from './log-reducer.ts';
import type { LogSummary } from './log-summary.ts';
import { PodLogs } from './pod-logs-evidence.ts';
import { rawOf } from './raw-line.ts';

/** A log that a real Keycloak of that version wrote. */
export type RecordedLog =
  | '24.0.5'
  | '26.4.0-first-node'
  | '26.4.0-on-a-database-of-26.7'
  | '26.4.0-second-node'
  | '26.4.0-without-database'
  | '26.7.4-development-mode'
  | '26.7.4-ecs'
  | '26.7.4-first-node'
  | '26.7.4-json'
  | '26.7.4-on-a-database-of-24'
  | '26.7.4-other-build-options'
  | '26.7.4-second-node'
  | '26.7.4-unknown-option'
  | '26.7.4-without-database'
  | '26.7.4-without-hostname';

/** What this domain's collector gave in a real cluster. */
export type RecordedEvidence = 'deploying' | 'healthy-26.4.0' | 'healthy-26.7.4' | 'unknown-option' | 'wrong-database-password';

const read = (file: string): string => readFileSync(new URL(`./fixtures/${file}`, import.meta.url), 'utf8');

/** The names of all recorded logs. */
export const recordedNames: readonly string[] = readdirSync(new URL('./fixtures/', import.meta.url))
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -'.txt'.length))
  .toSorted();

/** The lines of a log in the folder of the recorded ones, by its name there. */
export const readLog = (name: string): readonly string[] => read(`${name}.txt`).replace(/\n$/, '').split('\n');

/** The lines of a recorded log. */
export const recordedLines = (name: RecordedLog): readonly string[] => readLog(name);

/** The recorded evidence, for the tests of the judges. */
export const recordedLogs = (name: RecordedEvidence): PodLogs => PodLogs.parse(JSON.parse(read(`${name}.json`)));

/** Lines, reduced. */
export function reduceLines(lines: readonly string[], at?: string): LogSummary {
  const reducer = createLogReducer();
  for (const line of lines) reducer.line(rawOf(line), at);
  return reducer.summary();
}

/** What a check concludes from evidence, with the expectations of a suite's words. */
export function judge(check: Check, now: PodLogs, words: object = {}, before?: PodLogs, baseline?: LogBaseline): Judgement {
  return check.judge({ now, workload: recordedWorkload('healthy'), before, file: { baseline } }, check.expects.parse(words), {
    now: '2026-11-23T21:30:00.000Z',
  });
}
