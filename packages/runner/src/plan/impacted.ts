import { announcedImpact, realmConfiguration, RealmConfiguration } from '@keycloak-release-gate/checks';
import { lookKey } from '@keycloak-release-gate/core';
import type { StoredRun } from '../record/read.ts';
import type { Plan, PlannedInstance, PlannedLook } from './plan.ts';

/** Whom the release touches, by what it announces and the record of before it. */
export function impactedBy(plan: Plan, before: StoredRun | undefined): ReturnType<typeof announcedImpact> {
  return announcedImpact(plan.run, (realm) => {
    const look = before?.record.looks[lookKey(realmConfiguration, realmConfiguration.params(plan.run, realm))];
    const evidence = look?.revisions.findLast((revision) => revision.evidence !== undefined)?.evidence;
    if (look?.version !== realmConfiguration.version || evidence === undefined || before === undefined) return undefined;
    const read: unknown = JSON.parse(Buffer.from(before.bytes(evidence)).toString('utf8'));
    return RealmConfiguration.parse(read).objects;
  });
}

/** Whether a check is about one of the environment's applications. */
export const isOfApplication = ({ run }: Plan, { about }: PlannedInstance): boolean =>
  about !== undefined && run.environment.applications.some(({ id }) => id === about);

/** The same plan with the checks of these applications, and their looks, before those of the others. */
export function impactedFirst(plan: Plan, applications: readonly string[]): Plan {
  const later = new Set(
    plan.checks.filter((check) => isOfApplication(plan, check) && !applications.includes(check.about ?? '')).map(({ key }) => key),
  );
  if (later.size === 0 || later.size === plan.checks.length) return plan;
  const inOrder = (keys: readonly string[]): readonly string[] => [
    ...keys.filter((key) => !later.has(key)),
    ...keys.filter((key) => later.has(key)),
  ];
  const byKey = new Map(plan.checks.map((check) => [check.key, check]));
  const checks = inOrder([...byKey.keys()]).flatMap((key) => byKey.get(key) ?? []);
  return {
    ...plan,
    checks,
    steps: plan.steps.map((step) => ({ ...step, checks: inOrder(step.checks) })),
    looks: looksInOrder(checks, plan.looks),
  };
}

/** In the order of the checks that read them, each behind the looks that it reads itself. */
function looksInOrder(checks: readonly PlannedInstance[], looks: Plan['looks']): ReadonlyMap<string, PlannedLook> {
  const ordered = new Map<string, PlannedLook>();
  const add = (key: string): void => {
    const look = looks.get(key);
    if (!look || ordered.has(key)) return;
    for (const read of Object.values(look.reads)) add(read.look);
    ordered.set(key, look);
  };
  for (const check of checks) for (const read of Object.values(check.reads)) add(read.look);
  for (const key of looks.keys()) add(key);
  return ordered;
}
