import { foldConsequences, gapCodes, gate, isExpired, isOwnedByAuthor, isWaivable, judgedAt } from '@keycloak-release-gate/core';
import type { Check, Code, CollectedRecord, Result, RunRecord, Waiver } from '@keycloak-release-gate/core';
import type { ReadEvidence } from './evidence.ts';
import { identity, judgeCheck } from './judge-check.ts';
import type { JudgingMaterial } from './judge-check.ts';

/**
 * Judges a closed record: pure, so that the same record and the same version of the gate give the same results, byte for byte.
 * By the `codes` that the gate knows, findings name the ones that they are consequences of.
 */
export function judgeRecord(
  record: CollectedRecord,
  read: ReadEvidence,
  checks: ReadonlyMap<string, Check>,
  codes: ReadonlyMap<string, Code>,
): RunRecord {
  const now = judgedAt(record.run);
  const author = record.release?.author;
  const waivers = record.waivers.filter((waiver) => !isOwnedByAuthor(waiver, author));
  const { startedAt: began } = record.run;
  const material: JudgingMaterial = { looks: record.looks, read, checks, waivers, good: record.settle.good, now, began };
  const results = foldConsequences(judgePlan(record.plan.checks, material), codes);
  const { partial, interrupted } = record.run;
  const deadlinePassed = Object.values(record.looks).some((look) =>
    look.revisions.some((each) => each.gaps.some((item) => item.code === gapCodes.DEADLINE.code)),
  );
  const verdict = gate({
    results,
    deadlinePassed,
    ...(partial === undefined ? {} : { partial }),
    ...(interrupted === undefined ? {} : { interrupted }),
  });
  return { ...record, notices: [...(record.run.remarks ?? []), ...notices(record.waivers, results, { now, author })], results, verdict };
}

/** The result of every check, in the order of the plan; a check whose needs are not met is blocked by their root causes. */
export function judgePlan(planned: RunRecord['plan']['checks'], material: JudgingMaterial): Result[] {
  const byKey = new Map(planned.map((check) => [check.key, check]));
  const results = new Map<string, Result>();
  const judge = (key: string): Result | undefined => {
    const known = results.get(key);
    const check = byKey.get(key);
    if (known || !check) return known;
    const result = judgeInOrder(
      check,
      check.needs.flatMap((need) => judge(need) ?? []),
      material,
    );
    results.set(key, result);
    return result;
  };
  return planned.flatMap((check) => judge(check.key) ?? []);
}

function judgeInOrder(planned: RunRecord['plan']['checks'][number], needs: readonly Result[], material: JudgingMaterial): Result {
  const nothing = { ...identity(planned), findings: [], gaps: [], facts: [], exhibits: [] };
  if (planned.skipped !== undefined) return { ...nothing, outcome: { kind: 'skipped', why: planned.skipped } };
  const roots = rootCauses(needs);
  return roots.length > 0 ? { ...nothing, outcome: { kind: 'blocked', by: roots } } : judgeCheck(planned, material);
}

/** The checks that stand in the way: not those that are themselves only blocked. */
export function rootCauses(needs: readonly Result[]): string[] {
  const roots = needs.flatMap((need) => {
    switch (need.outcome.kind) {
      case 'fail':
      case 'inconclusive':
        return [need.check];
      case 'blocked':
        return need.outcome.by;
      case 'pass':
      case 'warn':
      case 'skipped':
        return [];
    }
  });
  return [...new Set(roots)];
}

function notices(
  waivers: readonly Waiver[],
  results: readonly Result[],
  { now, author }: { readonly now: string; readonly author: string | undefined },
): string[] {
  const used = new Set(
    results.flatMap((result) => [...result.findings, ...result.gaps].flatMap((item) => (item.waiver ? [key(item.waiver)] : []))),
  );
  return waivers.flatMap((waiver) => {
    const what = `The waiver of ${waiver.code} for ${waiver.subject} (owner: ${waiver.owner})`;
    if (isExpired(waiver, now)) return [`${what} expired on ${waiver.expires} and was ignored.`];
    if (!isWaivable(waiver.code)) return [`${what} was ignored: nobody can accept this.`];
    if (isOwnedByAuthor(waiver, author)) return [`${what} was ignored: its owner is the author of the release.`];
    return used.has(key(waiver)) ? [] : [`${what} matched nothing in this run: remove it, or correct its code or subject.`];
  });
}

const key = (waiver: Waiver): string => `${waiver.code} ${waiver.subject}`;
