import type { RunRecord } from '@keycloak-release-gate/core';
import type { CheckReport, StepReport, Summary } from './summary.ts';

/** A statement of the release, and the checks that prove or refute it. */
export interface Provenance {
  readonly checks: readonly CheckReport[];
  /** Steps of the suite whose sentence of the policy is about it. */
  readonly steps: readonly StepReport[];
}

/**
 * Which checks stand behind a statement. No check is known by name here: a check stands behind it when what it was told to
 * expect holds one of the statement's values, a step when its sentence of the policy speaks of it.
 */
export function provenance(summary: Summary, values: readonly string[], sentence?: RegExp): Provenance {
  const wanted = new Set(values.filter((value) => value.length > 1));
  const steps = sentence ? summary.steps.filter((step) => sentence.test(step.sentence)) : [];
  const inSteps = new Set(steps.flatMap((step) => step.checks));
  return { steps, checks: summary.checks.filter((check) => !inSteps.has(check) && holds(check.planned?.expected, wanted)) };
}

/** The checks that were told of the rollback's plan. */
export const rollbackProvenance = (summary: Summary, record: RunRecord): Provenance => {
  const plan = record.release?.rollback.plan;
  const steps = summary.steps.filter((step) => /roll(s|ing|ed)?[ -]?back|backup|restor/i.test(step.sentence));
  const inSteps = new Set(steps.flatMap((step) => step.checks));
  return { steps, checks: summary.checks.filter((check) => !inSteps.has(check) && tellsPlan(check.planned?.expected, plan)) };
};

function holds(value: unknown, wanted: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return wanted.has(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((member: unknown) => holds(member, wanted));
}

function tellsPlan(value: unknown, plan: string | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, member]: [string, unknown]) => (/^(rollback|plan|rollbackPlan)$/.test(name) && member === plan) || tellsPlan(member, plan),
  );
}
