import type { RunRecord, VerdictKind } from '@keycloak-release-gate/core';

/** The outputs of a step that ran the gate. A gate in a workflow reads `verdict` and `exit-code`, both. */
export interface Outputs {
  readonly verdict: VerdictKind;
  readonly 'exit-code': string;
  readonly 'run-id': string;
  readonly 'report-path': string;
  readonly 'junit-path': string;
  /** The keys of the blocking checks that failed, as a JSON list. */
  readonly 'failed-blockers': string;
}

/** The outputs of a finished run. A report that could not be written makes no yes: the verdict is then that the gate failed. */
export function outputsOf(record: RunRecord, folder: string, exitCode: number): Outputs {
  const failed = record.results.filter(({ severity, outcome }) => severity === 'blocker' && outcome.kind === 'fail');
  return {
    verdict: exitCode === record.verdict.exitCode ? record.verdict.kind : 'internal',
    'exit-code': String(exitCode),
    'run-id': record.run.id,
    'report-path': `${folder}/report.html`,
    'junit-path': `${folder}/junit.xml`,
    'failed-blockers': JSON.stringify(failed.map(({ check }) => check)),
  };
}

/** The outputs where there is no run. */
export const outputsWithoutRun = (verdict: 'configuration' | 'internal', exitCode: number): Outputs => ({
  verdict,
  'exit-code': String(exitCode),
  'run-id': '',
  'report-path': '',
  'junit-path': '',
  'failed-blockers': '[]',
});
