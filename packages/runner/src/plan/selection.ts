import { ConfigurationError, nearest } from '@keycloak-release-gate/core';
import type { Problem } from '@keycloak-release-gate/core';
import { isOfApplication } from './impacted.ts';
import type { Plan, PlannedLook } from './plan.ts';

export interface Selection {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Only the applications that the release touches: their ids, and how they are known. */
  readonly impacted?: { readonly applications: readonly string[]; readonly why: string } | undefined;
}

/**
 * Narrows a plan to some of its checks (and what they need). A name is a check's key, its id, or the domain before the slash;
 * one that matches nothing is a ConfigurationError, and so is skipping what a check that stays needs. The result says how it was narrowed.
 */
export function select(plan: Plan, { only, skip, impacted }: Selection): Plan {
  if (only.length === 0 && skip.length === 0 && !impacted) return plan;
  const problems = [...only, ...skip].flatMap((name) => unknownName(name, plan));
  if (problems.length > 0) throw new ConfigurationError(problems);
  const chosen = plan.checks.filter(
    (check) =>
      (only.length === 0 || only.some((name) => matches(check, name))) &&
      !skip.some((name) => matches(check, name)) &&
      (!impacted || (isOfApplication(plan, check) && impacted.applications.includes(check.about ?? ''))),
  );
  const keys = withNeeds(
    chosen.map((check) => check.key),
    plan,
  );
  const partial = [
    ...only.map((name) => `--only ${name}`),
    ...skip.map((name) => `--skip ${name}`),
    ...(impacted ? [inWords(impacted)] : []),
  ].join(' ');
  if (chosen.length === 0) {
    throw new ConfigurationError([
      {
        code: 'NO_CHECKS',
        message: `${partial} leaves no check of the suite "${plan.suite.id}".`,
        remedy: '`verify plan` lists the checks of a suite.',
      },
    ]);
  }
  const checks = plan.checks.filter((check) => keys.has(check.key));
  const needed = neededAlthoughSkipped(checks, skip);
  if (needed.length > 0) throw new ConfigurationError(needed);
  return {
    ...plan,
    checks,
    steps: plan.steps
      .map((step) => ({ ...step, checks: step.checks.filter((key) => keys.has(key)) }))
      .filter((step) => step.checks.length > 0),
    looks: usedLooks(
      checks.flatMap((check) => Object.values(check.reads)),
      plan.looks,
    ),
    partial,
  };
}

/** The run tells which applications it is about, and why these. */
const inWords = ({ applications, why }: NonNullable<Selection['impacted']>): string =>
  `--impacted (${applications.length === 0 ? 'no application' : applications.join(', ')}: ${why})`;

type Named = Plan['checks'][number];

const matches = (check: Named, name: string): boolean => check.key === name || check.id === name || check.id.split('/')[0] === name;

function unknownName(name: string, plan: Plan): Problem[] {
  if (plan.checks.some((check) => matches(check, name))) return [];
  const guess = nearest(
    name,
    plan.checks.flatMap((check) => [check.key, check.id]),
  );
  return [
    {
      code: 'UNKNOWN_CHECK',
      message: `No check "${name}" in the suite "${plan.suite.id}".`,
      remedy: guess ? `Did you mean "${guess}"?` : '`verify plan` lists the checks of a suite.',
    },
  ];
}

/** A check that is skipped and yet needed would be looked at all the same: the user has to say which is meant. */
function neededAlthoughSkipped(checks: readonly Named[], skip: readonly string[]): Problem[] {
  const isSkipped = (check: Named): boolean => skip.some((name) => matches(check, name));
  return checks.filter(isSkipped).flatMap((skipped) => {
    const dependents = checks.filter((check) => !isSkipped(check) && check.needs.includes(skipped.key)).map(({ key }) => key);
    if (dependents.length === 0) return [];
    return [
      {
        code: 'SKIPPED_BUT_NEEDED',
        message: `${skipped.key} cannot be skipped: ${dependents.join(', ')} ${dependents.length === 1 ? 'needs' : 'need'} it.`,
        where: '--skip',
        remedy: `Skip what needs it, too: ${dependents.map((key) => `--skip '${key}'`).join(' ')}.`,
      },
    ];
  });
}

function withNeeds(keys: readonly string[], plan: Plan): ReadonlySet<string> {
  const byKey = new Map(plan.checks.map((check) => [check.key, check]));
  const all = new Set<string>();
  const add = (key: string): void => {
    if (all.has(key)) return;
    all.add(key);
    byKey.get(key)?.needs.forEach(add);
  };
  keys.forEach(add);
  return all;
}

function usedLooks(reads: readonly Named['reads'][string][], looks: Plan['looks']): ReadonlyMap<string, PlannedLook> {
  const used = new Set<string>();
  const add = (key: string): void => {
    if (used.has(key)) return;
    used.add(key);
    Object.values(looks.get(key)?.reads ?? {}).forEach((read) => add(read.look));
  };
  reads.forEach((read) => add(read.look));
  return new Map([...looks].filter(([key]) => used.has(key)));
}
