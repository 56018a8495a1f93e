import { codes } from '@keycloak-release-gate/checks';
import { canonicalJson, ConfigurationError, RUN_SCHEMA } from '@keycloak-release-gate/core';
import type { CollectedRecord, RunRecord } from '@keycloak-release-gate/core';
import { ulid } from 'ulid';
import type { Emit } from '../collect/events.ts';
import { createLedger } from '../collect/ledger.ts';
import type { Attachment } from '../collect/take-look.ts';
import { judgeRecord } from '../judge/judge-record.ts';
import { createRunFolder } from '../record/folder.ts';
import { SUMMARY, summaryOf } from '../record/run-summary.ts';
import { writeReports } from '../report/write.ts';
import { resuming } from '../resume/resume.ts';
import type { Resumable } from '../resume/resumable.ts';
import { tool } from '../tool.ts';
import { copyBaseline, findBaseline } from './baseline.ts';
import { collectedRecord } from './collected-record.ts';
import type { Prepared, VerifyOptions } from './prepare.ts';
import { copyPrevious } from './previous.ts';
import { redactorFor } from './redactor.ts';
import { recording, takeLooks } from './take-looks.ts';

export interface RunInput {
  readonly prepared: Prepared;
  readonly options: VerifyOptions;
  /** Aborted with 'SIGINT' or 'SIGTERM' when the user ends the run. */
  readonly interrupt: AbortSignal;
  readonly emit: Emit;
  readonly command: string;
  /** The run that this one goes on with. */
  readonly resume?: Resumable;
}

export interface FinishedRun {
  readonly record: RunRecord;
  readonly folder: string;
  /** What went wrong after the verdict was found: a report that could not be written. */
  readonly failures: readonly string[];
}

/** One run from its first look to its last report. Whatever happens while looking, a whole record is left. */
export async function runPlan(input: RunInput): Promise<FinishedRun> {
  const { prepared, options } = input;
  const { plan } = prepared;
  const { environment } = plan.run;
  const id = ulid();
  const startedAt = new Date().toISOString();
  refuseSecretsThatAreWords(prepared);
  const redactor = redactorFor(prepared.secrets, plan.run.environment);
  // Read before a folder is made: a baseline that is refused leaves nothing behind.
  const remarks: string[] = [];
  const compares = [...plan.looks.values()].some((look) => look.baseline);
  const baseline = findBaseline(plan, options.reports, options.baseline, (why) => compares && remarks.push(why));
  const goesOn = input.resume && prepared.identity ? resuming(input.resume, plan, prepared.identity) : undefined;
  const folder = createRunFolder(options.reports, environment.id, plan.suite.id, id);
  try {
    const emit = recording(input.emit, folder, redactor);
    emit({
      type: 'run-started',
      run: id,
      suite: plan.suite.id,
      environment: environment.id,
      ...(plan.run.release ? { release: plan.run.release.id } : {}),
      chosen: prepared.choice.why,
      ...(options.records === undefined ? {} : { records: options.records }),
      looks: plan.looks.size,
      checks: plan.checks.length,
      deadline: new Date(Date.now() + prepared.deadlineSeconds * 1000).toISOString(),
      ...(prepared.identity ? { plan: prepared.identity } : {}),
    });
    const ledger = createLedger(plan);
    if (baseline) copyBaseline(plan, baseline, ledger, folder);
    copyPrevious({ looks: plan.looks, environment: environment.id }, options.reports, ledger, folder);
    const takenOver: Attachment[] = [];
    const settled = (): void => void takenOver.push(...(goesOn?.takeOver(ledger, folder) ?? []));
    const taken = await takeLooks({ prepared, plan, ledger, folder, redactor, emit, interrupt: input.interrupt, startedAt, settled });
    goesOn?.compare(ledger);
    if (goesOn) remarks.push(goesOn.remark());
    emit({ type: 'phase', phase: 'judging' });
    const collected = collectedRecord(prepared, {
      id,
      startedAt,
      command: input.command,
      looks: ledger.looks,
      remarks,
      ...taken,
      attachments: [...takenOver, ...taken.attachments],
      ...(goesOn ? { resumed: goesOn.resumed() } : {}),
    });
    // Judged as it will be read again: in the order and with the numbers of its canonical form.
    const closed = JSON.parse(canonicalJson(redactor.json(collected))) as CollectedRecord;
    const record = judgeRecord(closed, ledger.read, plan.definitions, codes);
    emit({ type: 'phase', phase: 'reporting' });
    emit({ type: 'run-finished', verdict: record.verdict.kind, exitCode: record.verdict.exitCode });
    folder.write('run.json', canonicalJson(record));
    folder.write(SUMMARY, canonicalJson(summaryOf(record)));
    const failures = await writeReports(record, folder);
    folder.finish();
    return { record, folder: folder.path, failures };
  } catch (error) {
    folder.discard();
    throw error;
  }
}

/** A secret that is part of the record's own words would be removed from them, and the record would be none. */
export function refuseSecretsThatAreWords({ plan, secrets }: Pick<Prepared, 'plan' | 'secrets'>): void {
  const words = [
    RUN_SCHEMA,
    tool.name,
    plan.suite.id,
    ...plan.checks.flatMap(({ key, id }) => [key, id]),
    ...plan.looks.keys(),
    ...plan.steps.map(({ policy }) => policy),
  ];
  const problems = [...secrets.values()]
    .filter(({ value }) => words.some((word) => word.includes(value)))
    .map(({ place }) => ({
      code: 'SECRET_IS_A_WORD',
      message: `The secret for ${place} is a word that the record itself is written with: it cannot be removed from reports.`,
      where: place,
      remedy: 'Use another secret; this one is easy to guess.',
    }));
  if (problems.length > 0) throw new ConfigurationError(problems);
}
