import { appendFileSync } from 'node:fs';
import type { Problem, RunRecord } from '@keycloak-release-gate/core';
import { summarise } from '../report/summary.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';
import { annotationsOf, bounded } from './annotations.ts';
import { annotationCommand, outputCommand } from './commands.ts';
import type { Annotation } from './commands.ts';
import { outputsOf, outputsWithoutRun } from './outputs.ts';
import type { Outputs } from './outputs.ts';
import { problemSummary, summaryOf } from './summary.ts';

/**
 * Tells GitHub what came of a run: the step's outputs, the job's summary and its annotations. Returns what could not be told, in words:
 * whoever reads the outputs would go by what was there before.
 */
export function tellRun(
  { record, folder, failures }: { readonly record: RunRecord; readonly folder: string; readonly failures: readonly string[] },
  variables: Variables,
): readonly string[] {
  const summary = summarise(record);
  return tell(variables, {
    outputs: (untold) => outputsOf(record, folder, failures.length > 0 || untold ? 4 : record.verdict.exitCode),
    summary: summaryOf(record, summary, failures),
    annotations: annotationsOf(record, summary),
  });
}

/** The same where nothing was looked at: something is wrong with what the user wrote, or the gate crashed. */
export function tellProblems(verdict: 'configuration' | 'internal', problems: readonly Problem[], variables: Variables): readonly string[] {
  return tell(variables, {
    outputs: () => outputsWithoutRun(verdict, verdict === 'configuration' ? 2 : 4),
    summary: problemSummary(verdict === 'configuration' ? '? The configuration is not right' : '? The gate itself failed', problems),
    annotations: bounded(
      problems.map(({ code, message, where, remedy }) => ({
        kind: 'error',
        title: code,
        message: [message, ...(where === undefined ? [] : [where]), ...(remedy === undefined ? [] : [`→ ${remedy}`])].join('\n'),
      })),
    ),
  });
}

interface Told {
  /** Written last: `untold` where something else could not be told, which is no yes either. */
  readonly outputs: (untold: boolean) => Outputs;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
}

function tell(variables: Variables, { outputs, summary, annotations }: Told): readonly string[] {
  // Standard error: what a program writes to standard output may be read by another one.
  if (variables['GITHUB_ACTIONS'] === 'true') process.stderr.write(annotations.map((item) => `${annotationCommand(item)}\n`).join(''));
  const untold = append(variables['GITHUB_STEP_SUMMARY'], 'the summary of the job', summary);
  const lines = Object.entries<string>({ ...outputs(untold.length > 0) }).map(([name, text]) => outputCommand(name, text));
  return [...untold, ...append(variables['GITHUB_OUTPUT'], 'the outputs of the step', lines.join(''))];
}

function append(file: string | undefined, what: string, text: string): string[] {
  if (!file) return [];
  try {
    appendFileSync(file, text);
    return [];
  } catch (error) {
    return [`${what}: ${error instanceof Error ? error.message : String(error)}`];
  }
}
