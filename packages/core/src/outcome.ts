import { z } from 'zod';
import type { Judgement } from './check.ts';
import { Exhibit } from './exhibit.ts';
import { Fact, Finding, Gap } from './finding.ts';
import { Waiver, waiverFor } from './waiver.ts';

const waived = { waiver: Waiver.optional() };
const JudgedFinding = Finding.extend({
  ...waived,
  /** The finding, of this check or another, that this one is a consequence of. It still counts for its own check. */
  because: z.object({ check: z.string(), code: z.string(), subject: z.string() }).optional(),
});
const JudgedGap = Gap.extend(waived);

/** What came of a check. What was waived stays visible, with its waiver. */
export const Outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pass') }),
  z.object({ kind: z.literal('warn') }),
  z.object({ kind: z.literal('fail') }),
  z.object({ kind: z.literal('inconclusive') }),
  /** `by` are the keys of the root causes. */
  z.object({ kind: z.literal('blocked'), by: z.array(z.string()) }),
  z.object({ kind: z.literal('skipped'), why: z.string() }),
]);
export type Outcome = z.infer<typeof Outcome>;
export type OutcomeKind = Outcome['kind'];

export const Result = z.object({
  check: z.string(),
  id: z.string(),
  about: z.string().optional(),
  title: z.string(),
  severity: z.enum(['blocker', 'warning', 'info']),
  outcome: Outcome,
  findings: z.array(JudgedFinding),
  gaps: z.array(JudgedGap),
  facts: z.array(Fact),
  exhibits: z.array(Exhibit),
});
export type Result = z.infer<typeof Result>;

const WritableJudgement = z.object({
  findings: z.array(Finding),
  gaps: z.array(Gap).optional(),
  facts: z.array(Fact).optional(),
  exhibits: z.array(Exhibit).optional(),
  settling: z.string().optional(),
});

/** Throws a ZodError where a judge returned what cannot stand in a record. */
export function parseJudgement(judgement: Judgement): void {
  WritableJudgement.parse(judgement);
}

/** How bad an outcome is, for taking the worst of several looks. */
const badness: Record<OutcomeKind, number> = {
  skipped: 0,
  pass: 1,
  warn: 2,
  blocked: 3,
  inconclusive: 4,
  fail: 5,
};

/** True when `a` is at least as bad as `b`. A failure is worse than not knowing. */
export const isWorse = (a: Outcome, b: Outcome): boolean => badness[a.kind] > badness[b.kind];

/**
 * The outcome of a judgement: failures stand whatever was not seen; a gap turns a pass or a warning into inconclusive;
 * what a valid waiver covers counts for nothing and stays listed.
 */
export function conclude(
  judgement: Judgement,
  waivers: readonly Waiver[],
  at: string,
): Pick<Result, 'outcome' | 'findings' | 'gaps' | 'facts' | 'exhibits'> {
  const findings = judgement.findings.map((item) => withWaiver(item, waivers, at));
  const gaps = (judgement.gaps ?? []).map((item) => withWaiver(item, waivers, at));
  const open = findings.filter((item) => !item.waiver);
  const kind = open.some((item) => item.severity === 'fail')
    ? 'fail'
    : gaps.some((item) => !item.waiver)
      ? 'inconclusive'
      : open.some((item) => item.severity === 'warn')
        ? 'warn'
        : 'pass';
  return {
    outcome: { kind },
    findings,
    gaps,
    facts: [...(judgement.facts ?? [])],
    exhibits: [...(judgement.exhibits ?? [])],
  };
}

function withWaiver<T extends Finding | Gap>(item: T, waivers: readonly Waiver[], at: string): T & { waiver?: Waiver } {
  const waiver = waiverFor(item, waivers, at);
  return waiver ? { ...item, waiver } : item;
}
