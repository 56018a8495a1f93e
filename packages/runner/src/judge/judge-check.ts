import { conclude, gap, gapCodes, isWorse, parseJudgement } from '@keycloak-release-gate/core';
import type { Check, Gap, Judgement, PlannedCheck, Result, Waiver } from '@keycloak-release-gate/core';
import { gatherEvidence, roundsOf } from './evidence.ts';
import type { Looks, ReadEvidence } from './evidence.ts';

/** All that judging may know: what stands in the record, and the rules. */
export interface JudgingMaterial {
  readonly looks: Looks;
  readonly read: ReadEvidence;
  readonly checks: ReadonlyMap<string, Check>;
  readonly waivers: readonly Waiver[];
  /** How many good looks in a row a settled state takes. */
  readonly good: number;
  /** When the run began, or its newest part: the judge's only clock. */
  readonly now: string;
  /** When the oldest part of a run began that was merged of some. */
  readonly began?: string;
}

type Planned = PlannedCheck & { readonly key: string };
type Conclusion = Pick<Result, 'outcome' | 'findings' | 'gaps' | 'facts' | 'exhibits'> & { readonly settling?: string };

/**
 * The outcome of one check. Where it reads settling looks it is judged in each of the last `good` rounds, and the worst
 * counts: one good moment proves nothing, and what broke while others were looked at is seen.
 */
export function judgeCheck(planned: Planned, material: JudgingMaterial): Result {
  const rounds = roundsOf(planned, material.looks);
  const last = judgeRound(planned, rounds.at(-1) ?? 0, material);
  // Once the run was cut off, the rounds before say what was, not what is.
  const cutOff = last.gaps.some((item) => item.code === gapCodes.DEADLINE.code || item.code === gapCodes.INTERRUPTED.code);
  const worst = cutOff
    ? (proven(rounds.slice(0, -1), planned, material) ?? last)
    : rounds
        .slice(-material.good, -1)
        .map((round) => judgeRound(planned, round, material))
        .reduceRight((sofar, earlier) => (isWorse(earlier.outcome, sofar.outcome) ? earlier : sofar), last);
  const { outcome, findings, gaps, facts, exhibits } = seenOftenEnough(worst, rounds.length, planned, material);
  return { ...identity(planned), outcome, findings, gaps, facts, exhibits };
}

/** What was already proven when the run was cut off: what waiting could not have mended. */
function proven(rounds: readonly number[], planned: Planned, material: JudgingMaterial): Conclusion | undefined {
  const before = rounds.at(-1);
  const conclusion = before === undefined ? undefined : judgeRound(planned, before, material);
  return conclusion?.findings.some((item) => item.terminal === true && item.severity === 'fail' && !item.waiver) ? conclusion : undefined;
}

/** A good state counts when it was seen as often in a row as settling asks for. */
function seenOftenEnough(conclusion: Conclusion, rounds: number, planned: Planned, { good }: JudgingMaterial): Conclusion {
  const isGood = conclusion.outcome.kind === 'pass' || conclusion.outcome.kind === 'warn';
  if (rounds === 0 || rounds >= good || !isGood) return conclusion;
  const reason = `It was seen to be good ${rounds === 1 ? 'once' : `${rounds} times`}, and ${good} times in a row are asked for.`;
  return {
    ...conclusion,
    outcome: { kind: 'inconclusive' },
    gaps: [...conclusion.gaps, gap(gapCodes.NOT_SETTLED, { subject: planned.key, reason })],
  };
}

/** What a check concludes from one round; `settling` where it says that it is too early to tell. */
export function judgeRound(planned: Planned, round: number, material: JudgingMaterial): Conclusion {
  const check = material.checks.get(planned.id);
  if (!check)
    return withGaps(
      [gap(gapCodes.NOT_COLLECTED, { subject: planned.key, reason: `This version of the gate has no check "${planned.id}".` })],
      material,
    );
  const gathered = gatherEvidence(planned, material.looks, material.read, round);
  // A waiver accepts that something is not seen; it does not make half of it the whole.
  if (gathered.missing || (gathered.gaps.length > 0 && check.onGaps === 'inconclusive')) return withGaps(gathered.gaps, material);
  const judgement = judgeSafely(check, planned, gathered.evidence, material);
  const gaps = [...gathered.gaps, ...(judgement.gaps ?? [])];
  if (judgement.settling === undefined) return conclude({ ...judgement, gaps }, material.waivers, material.now);
  const undecided: Gap[] = judgement.findings.some((item) => item.severity === 'fail')
    ? []
    : [gap(gapCodes.NOT_SETTLED, { subject: planned.key, reason: judgement.settling })];
  return { ...conclude({ ...judgement, gaps: [...gaps, ...undecided] }, material.waivers, material.now), settling: judgement.settling };
}

export function identity(planned: Planned): Pick<Result, 'check' | 'id' | 'about' | 'title' | 'severity'> {
  return {
    check: planned.key,
    id: planned.id,
    ...(planned.about === undefined ? {} : { about: planned.about }),
    title: planned.title,
    severity: planned.severity,
  };
}

const withGaps = (gaps: readonly Gap[], material: JudgingMaterial): Conclusion => {
  const concluded = conclude({ findings: [], gaps }, material.waivers, material.now);
  // A waived gap accepts not knowing; it does not turn nothing into a pass.
  return concluded.outcome.kind === 'pass'
    ? { ...concluded, outcome: { kind: 'skipped', why: 'All that could not be seen is waived.' } }
    : concluded;
};

function judgeSafely(
  check: Check,
  planned: Planned,
  evidence: Readonly<Record<string, unknown>>,
  { now, began = now }: JudgingMaterial,
): Judgement {
  try {
    const expected: unknown = check.expects.parse(planned.expected);
    const judgement = check.judge(evidence, expected, { now, began, ...(planned.about === undefined ? {} : { about: planned.about }) });
    // What cannot be written down would be lost with the whole record.
    parseJudgement(judgement);
    return judgement;
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { findings: [], gaps: [gap(gapCodes.JUDGE_CRASHED, { subject: planned.key, reason })] };
  }
}
