import { hostname, userInfo } from 'node:os';
import { codes } from '@keycloak-release-gate/checks';
import { canonicalJson, ConfigurationError, RUN_SCHEMA } from '@keycloak-release-gate/core';
import type { CollectedRecord, Deploy, Redactor, RunRecord } from '@keycloak-release-gate/core';
import { ulid } from 'ulid';
import { collect } from '../collect/collect.ts';
import type { Emit } from '../collect/events.ts';
import { createLedger } from '../collect/ledger.ts';
import { createResources } from '../collect/resources.ts';
import { createShared } from '../collect/shared.ts';
import type { Attachment, CutOff } from '../collect/take-look.ts';
import { judgeRecord } from '../judge/judge-record.ts';
import { createRunFolder } from '../record/folder.ts';
import type { RunFolder } from '../record/folder.ts';
import { SUMMARY, summaryOf } from '../record/run-summary.ts';
import { writeReports } from '../report/write.ts';
import { tool } from '../tool.ts';
import { ciJobOf } from './ci-job.ts';
import { copyBaseline, findBaseline } from './baseline.ts';
import type { Prepared, VerifyOptions } from './prepare.ts';
import { copyPrevious } from './previous.ts';
import { redactorFor } from './redactor.ts';

export interface RunInput {
  readonly prepared: Prepared;
  readonly options: VerifyOptions;
  /** Aborted with 'SIGINT' or 'SIGTERM' when the user ends the run. */
  readonly interrupt: AbortSignal;
  readonly emit: Emit;
  readonly command: string;
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
  const checks = plan.definitions;
  const { environment } = plan.run;
  const id = ulid();
  const startedAt = new Date().toISOString();
  const ci = ciJobOf(process.env);
  refuseSecretsThatAreWords(prepared);
  const redactor = redactorFor(prepared.secrets, plan.run.environment);
  // Read before a folder is made: a baseline that is refused leaves nothing behind.
  const remarks: string[] = [];
  const compares = [...plan.looks.values()].some((look) => look.baseline);
  const baseline = findBaseline(plan, options.reports, options.baseline, (why) => compares && remarks.push(why));
  const folder = createRunFolder(options.reports, environment.id, plan.suite.id, id);
  try {
    const emit = recording(input.emit, folder, redactor);
    const deadline = new Date(Date.now() + prepared.deadlineSeconds * 1000).toISOString();
    emit({
      type: 'run-started',
      run: id,
      suite: plan.suite.id,
      environment: environment.id,
      ...(plan.run.release ? { release: plan.run.release.id } : {}),
      chosen: prepared.choice.why,
      looks: plan.looks.size,
      checks: plan.checks.length,
      deadline,
    });
    const ledger = createLedger(plan);
    if (baseline) copyBaseline(plan, baseline, ledger, folder);
    copyPrevious(plan, options.reports, ledger, folder);
    const attachments: Attachment[] = [];
    const end = endOf(input.interrupt, prepared.deadlineSeconds);
    const shared = createShared();
    try {
      await collect(
        plan,
        {
          run: plan.run,
          signal: end.signal,
          redactor,
          secret: prepared.secret,
          stateFolder: prepared.stateFolder,
          shared,
          resources: createResources(),
          emit,
          store: folder.evidence,
          attached: (attachment) => attachments.push(attachment),
          tripped: new Map(),
        },
        { checks, waivers: waiversOf(prepared), now: startedAt },
        ledger,
      );
    } finally {
      end.clear();
      await shared.dispose();
    }
    emit({ type: 'phase', phase: 'judging' });
    const collected: CollectedRecord = {
      schema: RUN_SCHEMA,
      tool,
      run: {
        id,
        startedAt,
        finishedAt: new Date().toISOString(),
        by: userName(),
        host: hostname(),
        command: input.command,
        ...(prepared.origin ? { scenarios: prepared.origin } : {}),
        ...(ci ? { ci } : {}),
        deadlineSeconds: prepared.deadlineSeconds,
        ...(plan.partial === undefined ? {} : { partial: plan.partial }),
        ...interruption(end.signal),
        ...(remarks.length === 0 ? {} : { remarks }),
      },
      environment: {
        id: environment.id,
        title: environment.title,
        production: environment.production,
        timeZone: environment.timeZone,
        publicUrl: environment.keycloak.publicUrl,
        realms: environment.keycloak.realms,
      },
      ...(plan.run.release ? { release: plan.run.release } : {}),
      chosen: prepared.choice.why,
      suite: plan.suite,
      window: windowOf(plan.run.deploy),
      settle: environment.settle,
      plan: { steps: plan.steps.map((step) => ({ ...step, checks: [...step.checks] })), checks: [...plan.checks] },
      looks: { ...ledger.looks },
      attachments,
      waivers: waiversOf(prepared),
    };
    // Judged as it will be read again: in the order and with the numbers of its canonical form.
    const closed = JSON.parse(canonicalJson(redactor.json(collected))) as CollectedRecord;
    const record = judgeRecord(closed, ledger.read, checks, codes);
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
function refuseSecretsThatAreWords({ plan, secrets }: Prepared): void {
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

/** The run's own signal: it ends at the deadline or when the user ends it, and its reason says which. */
function endOf(interrupt: AbortSignal, deadlineSeconds: number): { readonly signal: AbortSignal; readonly clear: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort('deadline' satisfies CutOff), deadlineSeconds * 1000);
  const stop = (): void => controller.abort(interrupt.reason);
  if (interrupt.aborted) stop();
  else interrupt.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      interrupt.removeEventListener('abort', stop);
    },
  };
}

function recording(emit: Emit, folder: RunFolder, redactor: Redactor): Emit {
  return (event) => {
    const clean = redactor.json(event, true);
    if (clean.type !== 'look-progress') folder.append('events.jsonl', JSON.stringify({ at: new Date().toISOString(), ...clean }));
    emit(clean);
  };
}

/** The deploy in the words of the record. */
function windowOf(deploy: Deploy | undefined): CollectedRecord['window'] {
  if (!deploy) return { source: "the newest revision's creation" };
  const { at, source, commit, actor, url } = deploy;
  return {
    ...(at === undefined ? {} : { since: at }),
    source,
    ...(commit === undefined ? {} : { commit }),
    ...(actor === undefined ? {} : { actor }),
    ...(url === undefined ? {} : { url }),
  };
}

const waiversOf = ({ plan }: Prepared): CollectedRecord['waivers'] => [
  ...plan.run.environment.waivers,
  // What is known of an application is a waiver that stands beside it.
  ...plan.run.environment.applications.flatMap(({ id, knownIssues }) =>
    knownIssues.map((issue) => ({ ...issue, subject: `application/${id}` })),
  ),
  ...(plan.run.release?.waivers ?? []),
];

const interruption = ({ reason }: { readonly reason: unknown }): { readonly interrupted?: 'SIGINT' | 'SIGTERM' } =>
  reason === 'SIGINT' || reason === 'SIGTERM' ? { interrupted: reason } : {};

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no entry in the password file.
    return String(process.getuid?.() ?? 'unknown');
  }
}
