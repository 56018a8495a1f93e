import { changeSetRule } from './change-set-rules.ts';
import { configurationRule } from './configuration-rule.ts';
import { readableRule } from './readable-rule.ts';
import type { RollbackFacts } from './rollback-facts.ts';
import type { Plan, RollbackRule } from './rollback-rule.ts';
import { versionRule } from './version-rule.ts';

const LAST = 'nothing-left-behind';

export interface ComputedPlan {
  readonly plan: Plan;
  /** The rule that decided. */
  readonly decidedBy: RollbackRule;
  readonly rules: readonly RollbackRule[];
}

/** The rollback plan that these facts need, with every rule and what it was decided by. */
export const computePlan = (facts: RollbackFacts): ComputedPlan =>
  decide([
    readableRule(facts),
    changeSetRule('change-sets-differ', facts),
    versionRule(facts),
    changeSetRule('custom-change-log-moves', facts),
    configurationRule(facts),
  ]);

/** The plan that these rules lead to, in their order: the first that holds decides, and what nobody could see is no A. */
export function decide(before: readonly RollbackRule[]): ComputedPlan {
  const holding = before.find(({ holds }) => holds === true);
  const unseen = before.find(({ holds }) => holds === null);
  const last = lastRule(holding, unseen);
  const rules = [...before, last];
  if (holding) return { plan: holding.rule === 'source-unreadable' ? 'indeterminate' : 'B', decidedBy: holding, rules };
  if (unseen) return { plan: 'indeterminate', decidedBy: unseen, rules };
  return { plan: 'A', decidedBy: last, rules };
}

/** The plan that a release must declare: what nobody could tell is treated as B. */
export const planToDeclare = (plan: Plan): 'A' | 'B' => (plan === 'A' ? 'A' : 'B');

function lastRule(holding: RollbackRule | undefined, unseen: RollbackRule | undefined): RollbackRule {
  const other = holding ?? unseen;
  if (!other)
    return { rule: LAST, holds: true, because: 'the release leaves nothing behind that the old version does not know', evidence: [] };
  return { rule: LAST, holds: holding ? false : null, because: `an earlier rule decides: ${other.because}`, evidence: [] };
}
