import { gap, gapCodes, judgedAt } from '@keycloak-release-gate/core';
import type { LookRevision, OutcomeKind, PlannedCheck, RecordedLook, Result, RunRecord, Waiver } from '@keycloak-release-gate/core';
import { causesIn } from './causes.ts';
import type { Causes } from './causes.ts';
import { outcomeOrder } from './words.ts';

/** A look as a check read it, with every time that it was taken in this run. */
export interface ReadLook {
  readonly key: string;
  readonly look: RecordedLook;
  readonly revisions: readonly LookRevision[];
}

/** A check with all that a reader wants to know of it. */
export interface CheckReport {
  readonly result: Result;
  readonly planned: (PlannedCheck & { readonly key: string }) | undefined;
  readonly looks: readonly ReadLook[];
  /** How long its looks took together, in ms. Looks are shared, so that these do not add up to the run's time. */
  readonly milliseconds: number;
}

export interface StepReport {
  readonly policy: string;
  readonly sentence: string;
  readonly checks: readonly CheckReport[];
}

export interface WaiverReport {
  readonly waiver: Waiver;
  /** Where it was used: the check, and whether it covers a finding or something unseen. */
  readonly uses: readonly { readonly check: string; readonly what: 'finding' | 'gap' }[];
  readonly expired: boolean;
}

/** What all the reporters tell, each in its own form. */
export interface Summary {
  readonly steps: readonly StepReport[];
  readonly checks: readonly CheckReport[];
  readonly counts: Readonly<Record<OutcomeKind, number>>;
  readonly waivers: readonly WaiverReport[];
  readonly causes: Causes;
  /** Wall time of the run, in ms. */
  readonly milliseconds: number;
}

/** Orders what stands in a record for a reader. A planned check without a result is inconclusive: nothing is passed over. */
export function summarise(record: RunRecord): Summary {
  const planned = new Map(record.plan.checks.map((check) => [check.key, check]));
  const results = new Map(record.results.map((result) => [result.check, result]));
  for (const check of planned.values()) if (!results.has(check.key)) results.set(check.key, unjudged(check));
  const reports = new Map([...results.values()].map((result) => [result.check, checkReport(result, planned.get(result.check), record)]));
  const left = new Map(reports);
  const steps: StepReport[] = record.plan.steps.map(({ policy, sentence, checks }) => {
    // A check that proves two sentences is told once, where it comes first.
    const own = checks.flatMap((key) => left.get(key) ?? []);
    for (const { result } of own) left.delete(result.check);
    return { policy, sentence, checks: own };
  });
  if (left.size > 0) steps.push({ policy: 'other', sentence: 'Checks that stand in no step', checks: [...left.values()] });
  const told = steps.filter((step) => step.checks.length > 0);
  const checks = told.flatMap((step) => step.checks);
  return {
    steps: told,
    checks,
    counts: countOutcomes(checks.map(({ result }) => result)),
    waivers: record.waivers.map((waiver) => waiverReport(waiver, record)),
    causes: causesIn(checks.map(({ result }) => result)),
    milliseconds: Math.max(0, Date.parse(record.run.finishedAt) - Date.parse(record.run.startedAt)),
  };
}

/** How many checks came to each outcome. */
export function countOutcomes(results: readonly Pick<Result, 'outcome'>[]): Record<OutcomeKind, number> {
  const counts: Record<OutcomeKind, number> = { fail: 0, inconclusive: 0, blocked: 0, warn: 0, pass: 0, skipped: 0 };
  for (const { outcome } of results) counts[outcome.kind] += 1;
  return counts;
}

/** Findings and gaps that no waiver covers. */
export const openFindings = (result: Result): Result['findings'] => result.findings.filter((item) => !item.waiver);
export const openGaps = (result: Result): Result['gaps'] => result.gaps.filter((item) => !item.waiver);
export const waivedItems = (result: Result): (Result['findings'][number] | Result['gaps'][number])[] =>
  [...result.findings, ...result.gaps].filter((item) => item.waiver);

/** Worst first, blockers first among equals, else in the order of the suite. */
export const worstFirst = (checks: readonly CheckReport[]): CheckReport[] =>
  checks.toSorted(
    (a, b) =>
      outcomeOrder.indexOf(a.result.outcome.kind) - outcomeOrder.indexOf(b.result.outcome.kind) ||
      severities.indexOf(a.result.severity) - severities.indexOf(b.result.severity),
  );

/** True unless all that a check failed for, or warns of, comes of what stands elsewhere. What was not seen stands for itself. */
export function standsForItself(result: Result, { causeOf }: Causes): boolean {
  const { kind } = result.outcome;
  if (kind !== 'fail' && kind !== 'warn') return true;
  const decisive = openFindings(result).filter(({ severity }) => severity === kind);
  return decisive.length === 0 || decisive.some((item) => !causeOf(item));
}

const severities: readonly Result['severity'][] = ['blocker', 'warning', 'info'];

function checkReport(result: Result, planned: CheckReport['planned'], record: RunRecord): CheckReport {
  const keys = new Set(Object.values(planned?.reads ?? {}).map((read) => read.look));
  const looks = [...keys].flatMap((key) => {
    const look = record.looks[key];
    return look ? [{ key, look, revisions: look.revisions }] : [];
  });
  const milliseconds = looks.flatMap((look) => look.revisions).reduce((sum, revision) => sum + revision.milliseconds, 0);
  return { result, planned, looks, milliseconds };
}

function unjudged(check: PlannedCheck & { readonly key: string }): Result {
  return {
    check: check.key,
    id: check.id,
    ...(check.about === undefined ? {} : { about: check.about }),
    title: check.title,
    severity: check.severity,
    outcome: { kind: 'inconclusive' },
    findings: [],
    gaps: [gap(gapCodes.NOT_COLLECTED, { subject: check.key, reason: 'The record holds no result of this check.' })],
    facts: [],
    exhibits: [],
  };
}

function waiverReport(waiver: Waiver, record: RunRecord): WaiverReport {
  const same = (item: { readonly waiver?: Waiver | undefined }): boolean =>
    item.waiver?.code === waiver.code && item.waiver.subject === waiver.subject && item.waiver.expires === waiver.expires;
  return {
    waiver,
    uses: record.results.flatMap((result) => [
      ...result.findings.filter(same).map(() => ({ check: result.check, what: 'finding' as const })),
      ...result.gaps.filter(same).map(() => ({ check: result.check, what: 'gap' as const })),
    ]),
    expired: Date.parse(waiver.expires) <= Date.parse(judgedAt(record.run)),
  };
}
