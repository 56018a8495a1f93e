import { codes } from '@keycloak-release-gate/checks';
import type { Check, Gap, Waiver } from '@keycloak-release-gate/core';
import { judgePlan, rootCauses } from '../judge/judge-record.ts';
import { judgeRound } from '../judge/judge-check.ts';
import type { JudgingMaterial } from '../judge/judge-check.ts';
import { isOfAnotherRun } from '../plan/plan.ts';
import type { Plan, PlannedInstance, PlannedLook } from '../plan/plan.ts';
import type { Ledger } from './ledger.ts';
import { cutOffGap, takeLook } from './take-look.ts';
import type { Collecting } from './take-look.ts';

export interface CollectOptions {
  readonly checks: ReadonlyMap<string, Check>;
  readonly waivers: readonly Waiver[];
  /** When the run began, ISO 8601. */
  readonly now: string;
  /** Told when the settling looks have been taken for the first time, before anything else is looked at. What it throws ends the run. */
  readonly settled?: () => void;
}

/**
 * Takes all looks of a plan. First the settling ones, in rounds, until they are good; then each of the others once, side by
 * side; then the settling ones once more, so that what broke meanwhile is seen. Judging steers it and decides nothing.
 */
export async function collect(plan: Plan, collecting: Collecting, options: CollectOptions, ledger: Ledger): Promise<void> {
  const settling = [...plan.looks.values()].filter((look) => look.collect && look.collector.settles);
  const once = [...plan.looks.values()].filter((look) => look.collect && !look.collector.settles);
  const steering: Steering = {
    plan,
    collecting,
    ledger,
    material: () => ({
      looks: ledger.looks,
      read: ledger.read,
      checks: options.checks,
      waivers: options.waivers,
      good: plan.run.environment.settle.good,
      now: options.now,
    }),
  };
  let settled = false;
  if (settling.length > 0) {
    collecting.emit({ type: 'phase', phase: 'settling' });
    settled = await settle(settling, steering);
  }
  options.settled?.();
  // What was taken over from another run is there by now.
  const due = once.filter(({ key }) => ledger.looks[key]?.revisions.length === 0);
  if (once.length > 0 && !collecting.signal.aborted) {
    collecting.emit({ type: 'phase', phase: 'looking' });
    await takeOnce(due, steering);
    if (settling.length > 0 && !collecting.signal.aborted) {
      collecting.emit({ type: 'phase', phase: 'looking again' });
      const round = ledger.nextRound();
      await takeRound(settling, round, steering);
      // What could not be seen for a moment, or says that it is too early to tell, is looked at until it settles; what was seen to be
      // wrong stands. Where the time to settle ran out before, there is none left.
      if (settled && isUndecided(settlingChecks(settling, steering), round, steering)) await settle(settling, steering);
    }
  }
  if (collecting.signal.aborted) markCutOff([...settling, ...once], steering);
}

interface Steering {
  readonly plan: Plan;
  readonly collecting: Collecting;
  readonly ledger: Ledger;
  readonly material: () => JudgingMaterial;
}

/** Repeats looks until they are good often enough: true then, false when the time ran out or waiting cannot help. */
async function settle(looks: readonly PlannedLook[], steering: Steering): Promise<boolean> {
  const { plan, collecting, ledger } = steering;
  const { every, good, within } = plan.run.environment.settle;
  const checks = settlingChecks(looks, steering);
  const streaks = new Map<string, number>();
  const start = performance.now();
  for (let taken = 1; ; taken += 1) {
    const round = ledger.nextRound();
    await takeRound(looks, round, steering);
    const pending: { check: string; why: string }[] = [];
    let terminal = false;
    for (const check of checks) {
      const conclusion = judgeRound(check, round, steering.material());
      const { outcome, settling, findings, gaps } = conclusion;
      const isGood =
        !isWaiting(conclusion) &&
        (outcome.kind === 'pass' ||
          outcome.kind === 'warn' ||
          outcome.kind === 'skipped' ||
          (outcome.kind === 'inconclusive' && isFinal(gaps)));
      const streak = isGood ? (streaks.get(check.key) ?? 0) + 1 : 0;
      streaks.set(check.key, streak);
      terminal ||=
        check.severity === 'blocker' && findings.some((item) => item.terminal === true && item.severity === 'fail' && !item.waiver);
      if (!isGood) pending.push({ check: check.key, why: settling ?? whyNot(findings, gaps) ?? outcome.kind });
    }
    const secondsLeft = Math.max(0, Math.round((within - (performance.now() - start)) / 1000));
    const settled = checks.every((check) => (streaks.get(check.key) ?? 0) >= good);
    if (!settled) collecting.emit({ type: 'settling', round, pending, good: Math.min(good, ...streaks.values()), of: good, secondsLeft });
    if (settled || collecting.signal.aborted) return settled;
    // Whatever ends it, what is well has been seen to be well often enough.
    if (taken >= good && (terminal || performance.now() - start + every > within)) return false;
    await pause(every, collecting.signal);
  }
}

/** The checks that can be judged from settling looks alone: they steer how long these are repeated. */
function settlingChecks(looks: readonly PlannedLook[], { plan }: Steering): PlannedInstance[] {
  const keys = new Set(looks.map((look) => look.key));
  return plan.checks.filter((check) => check.skipped === undefined && readsOnly(check, keys));
}

function isUndecided(checks: readonly PlannedInstance[], round: number, { material }: Steering): boolean {
  const rounds = checks.map((check) => judgeRound(check, round, material()));
  const wrong = rounds.some(({ outcome, settling }) => outcome.kind === 'fail' && settling === undefined);
  return !wrong && rounds.some((each) => isWaiting(each) || (each.outcome.kind === 'inconclusive' && !isFinal(each.gaps)));
}

/** What is waived is not waited for, though its judge, who knows no waivers, would. */
const isWaiting = ({ settling, findings }: Pick<ReturnType<typeof judgeRound>, 'settling' | 'findings'>): boolean =>
  settling !== undefined && !findings.some((item) => item.severity === 'fail' && item.waiver);

/** What no further look in this run can bring. */
const isFinal = (gaps: readonly Gap[]): boolean => gaps.some((item) => codes.get(item.code)?.final === true);

const whyNot = (findings: readonly { readonly message: string }[], gaps: readonly Gap[]): string | undefined =>
  findings[0]?.message ?? gaps[0]?.reason;

const readsOnly = (check: PlannedInstance, keys: ReadonlySet<string>): boolean => {
  const reads = Object.values(check.reads).filter((read) => !isOfAnotherRun(read.revision));
  return reads.length > 0 && reads.every((read) => keys.has(read.look));
};

/** One round of all settling looks: each waits for those that it reads, the others run side by side. */
async function takeRound(looks: readonly PlannedLook[], round: number, steering: Steering): Promise<void> {
  const running = new Map<string, Promise<void>>();
  for (const look of looks) {
    const before = Object.values(look.reads)
      .map((read) => running.get(read.look))
      .filter((each) => each !== undefined);
    running.set(
      look.key,
      Promise.all(before).then(async () => takeAndKeep(look, round, steering)),
    );
  }
  await Promise.all(running.values());
}

async function takeOnce(looks: readonly PlannedLook[], steering: Steering): Promise<void> {
  const { plan, collecting, ledger } = steering;
  const order = orderOfChecks(plan.checks);
  const running = new Map<string, Promise<void>>();
  const round = ledger.lastRound();
  const start = (look: PlannedLook): Promise<void> => {
    const known = running.get(look.key);
    if (known) return known;
    const wanting = wantedBy(look.key, plan);
    const first = wanting.toSorted((a, b) => (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0))[0];
    const before = new Set([...Object.values(look.reads).map((read) => read.look), ...(first ? looksOfNeeds(first, plan) : [])]);
    before.delete(look.key);
    const work = Promise.all(looks.filter((other) => before.has(other.key)).map(start)).then(async () => {
      const because = obstacle(wanting, steering);
      if (because) collecting.emit({ type: 'look-skipped', look: look.key, title: look.collector.title, because });
      else if (!collecting.signal.aborted) await takeAndKeep(look, round, steering);
    });
    running.set(look.key, work);
    return work;
  };
  await Promise.all(looks.map(start));
}

async function takeAndKeep(look: PlannedLook, round: number, { collecting, ledger }: Steering): Promise<void> {
  const missing = Object.values(look.reads).find((read) => !read.optional && !ledger.has(read.look));
  if (missing)
    ledger.keep(look, { revision: { round, startedAt: new Date().toISOString(), milliseconds: 0, gaps: ledger.gapsOf(missing.look) } });
  else ledger.keep(look, await takeLook(look, round, ledger.inputsOf(look), collecting));
}

/** Why a look need not be taken: every check that wants it is already blocked. */
function obstacle(wanting: readonly PlannedInstance[], { plan, material }: Steering): string | undefined {
  const results = wanting.map((check) => {
    const needed = new Set(needsClosure(check, plan).map((need) => need.key));
    if (needed.size === 0) return [];
    const judged = judgePlan(
      plan.checks.filter((other) => needed.has(other.key)),
      material(),
    );
    return rootCauses(judged.filter((result) => check.needs.includes(result.check)));
  });
  if (results.length === 0 || results.some((roots) => roots.length === 0)) return undefined;
  return [...new Set(results.flat())].join(', ');
}

function wantedBy(key: string, plan: Plan): PlannedInstance[] {
  const reading = new Set([key]);
  // The map's order is one in which the looks can be taken, so one pass finds all that read it, directly or not.
  for (const look of plan.looks.values()) if (Object.values(look.reads).some((read) => reading.has(read.look))) reading.add(look.key);
  return plan.checks.filter((check) => check.skipped === undefined && Object.values(check.reads).some((read) => reading.has(read.look)));
}

function looksOfNeeds(check: PlannedInstance, plan: Plan): string[] {
  return needsClosure(check, plan).flatMap((need) => Object.values(need.reads).map((read) => read.look));
}

function needsClosure(check: PlannedInstance, plan: Plan): PlannedInstance[] {
  const found = new Map<string, PlannedInstance>();
  const add = (key: string): void => {
    const need = plan.checks.find((other) => other.key === key);
    if (!need || found.has(key)) return;
    found.set(key, need);
    need.needs.forEach(add);
  };
  check.needs.forEach(add);
  return [...found.values()];
}

/** A rank in which every check comes behind those that it needs. */
function orderOfChecks(checks: readonly PlannedInstance[]): ReadonlyMap<string, number> {
  const byKey = new Map(checks.map((check) => [check.key, check]));
  const rank = new Map<string, number>();
  const visit = (key: string): void => {
    if (rank.has(key)) return;
    byKey.get(key)?.needs.forEach(visit);
    rank.set(key, rank.size);
  };
  checks.forEach((check) => visit(check.key));
  return rank;
}

function markCutOff(looks: readonly PlannedLook[], { collecting, ledger }: Steering): void {
  for (const look of looks) {
    if (look.collector.settles || ledger.looks[look.key]?.revisions.length === 0) {
      const round = look.collector.settles ? ledger.lastRound() + 1 : ledger.lastRound();
      ledger.keep(look, {
        revision: { round, startedAt: new Date().toISOString(), milliseconds: 0, gaps: [cutOffGap(look.key, collecting.signal)] },
      });
    }
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}
