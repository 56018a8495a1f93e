import { ConfigurationError, lookKey, plannedRead } from '@keycloak-release-gate/core';
import type {
  AnyCollector,
  Check,
  CheckInstance,
  JsonObject,
  PlannedCheck,
  Problem,
  Reads,
  Revision,
  RunContext,
  Step,
  Suite,
} from '@keycloak-release-gate/core';

type RecordedReads = PlannedCheck['reads'];

/** One look that is to be taken. */
export interface PlannedLook {
  readonly key: string;
  readonly collector: AnyCollector;
  readonly params: JsonObject;
  readonly reads: RecordedReads;
  /** False where only another run's record is read. */
  readonly collect: boolean;
  readonly baseline: boolean;
  readonly previous: boolean;
}

export type PlannedInstance = PlannedCheck & { readonly key: string };

/** What is to be looked at and judged, before anything is. */
export interface Plan {
  readonly run: RunContext;
  readonly suite: Pick<Suite, 'id' | 'title'>;
  readonly steps: readonly { readonly policy: string; readonly sentence: string; readonly checks: readonly string[] }[];
  readonly checks: readonly PlannedInstance[];
  readonly looks: ReadonlyMap<string, PlannedLook>;
  /** The checks by id: those of the library, and those that the scenarios bring. */
  readonly definitions: ReadonlyMap<string, Check>;
  /** How the suite was narrowed, in words; such a run never opens the gate. */
  readonly partial?: string;
}

/** Makes the plan of a suite. Throws a ConfigurationError with all that is wrong with it. */
export function planSuite(suite: Suite, run: RunContext): Plan {
  const problems: Problem[] = [];
  const instances = new Map<string, { readonly instance: CheckInstance; readonly planned: PlannedInstance }>();
  const looks = new Map<string, PlannedLook>();
  const steps = suite.steps(run).map((each) => ({
    policy: each.policy.id,
    sentence: each.policy.sentence,
    checks: planStep(each, { suite, run, problems, instances, looks }),
  }));
  const checks = [...instances.values()].map(({ instance, planned }) => ({
    ...planned,
    needs: needsOf(instance, planned, instances, problems),
  }));
  const definitions = new Map([...instances.values()].map(({ instance }) => [instance.check.id, instance.check]));
  problems.push(...cycles(checks));
  if (checks.length === 0)
    problems.push({ code: 'NO_CHECKS', message: `The suite "${suite.id}" has no checks in this environment.`, where: `suite ${suite.id}` });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return { run, suite: { id: suite.id, title: suite.title }, steps, checks, looks, definitions };
}

interface Planning {
  readonly suite: Suite;
  readonly run: RunContext;
  readonly problems: Problem[];
  readonly instances: Map<string, { readonly instance: CheckInstance; readonly planned: PlannedInstance }>;
  readonly looks: Map<string, PlannedLook>;
}

function planStep(step: Step, planning: Planning): string[] {
  if (step.checks.length === 0) {
    planning.problems.push({
      code: 'EMPTY_STEP',
      message: `No check proves the step "${step.policy.sentence}".`,
      where: `suite ${planning.suite.id}, step ${step.policy.id}`,
      remedy: 'Add a check to the step; where it is about applications, declare them in the environment.',
    });
  }
  return step.checks.map((instance) => planInstance(instance, step, planning));
}

function planInstance(instance: CheckInstance, step: Step, { suite, run, problems, instances, looks }: Planning): string {
  const { check, subject, words } = instance;
  const about = check.about(subject);
  const key = about === undefined ? check.id : `${check.id}[${about}]`;
  const where = `suite ${suite.id}, step ${step.policy.id}, ${key}`;
  const skipped = check.skip(run, subject);
  const parsed = check.expects.safeParse({ ...check.expected(run, subject), ...words });
  if (!parsed.success) {
    problems.push(
      ...parsed.error.issues.map((issue) => ({
        code: 'BAD_EXPECTATION',
        message: `${key}: ${issue.path.join('.') || 'the expectation'}: ${issue.message}`,
        where,
        remedy: `\`verify explain ${check.id}\` tells what it takes.`,
      })),
    );
    return key;
  }
  const planned: PlannedInstance = {
    key,
    id: check.id,
    ...(about === undefined ? {} : { about }),
    title: check.title,
    why: check.why,
    severity: check.severityFor(subject),
    expected: parsed.data as PlannedCheck['expected'],
    reads: skipped === undefined ? planReads(check.reads, run, subject, looks, problems) : {},
    needs: [],
    ...(skipped === undefined ? {} : { skipped }),
  };
  const twin = instances.get(key);
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const sameId = [...instances.values()].find((other) => other.instance.check.id === check.id && other.instance.check !== check);
  if (sameId)
    problems.push({
      code: 'DUPLICATE_CHECK',
      message: `Two different checks have the id "${check.id}".`,
      where,
      remedy: 'Give one of them another id.',
    });
  else if (
    twin &&
    !(
      same(twin.planned.expected, planned.expected) &&
      same(twin.planned.reads, planned.reads) &&
      twin.planned.severity === planned.severity
    )
  ) {
    problems.push({
      code: 'DUPLICATE_CHECK',
      message: `${key} stands in the suite twice, with different expectations, looks or severity.`,
      where,
      remedy: 'Keep one of them, or give what they are about ids of their own.',
    });
  }
  if (!twin) instances.set(key, { instance, planned });
  return key;
}

/** Plans the looks that are read, and what their collectors read in turn. */
function planReads(reads: Reads, run: RunContext, subject: unknown, looks: Map<string, PlannedLook>, problems: Problem[]): RecordedReads {
  return Object.fromEntries(
    Object.entries(reads).map(([name, read]) => {
      const { collector, revision, optional } = plannedRead(read);
      const params = collector.params(run, subject);
      const key = lookKey(collector, params);
      const before = looks.get(key);
      if (before && before.collector !== collector) {
        problems.push({
          code: 'DUPLICATE_COLLECTOR',
          message: `Two different collectors have the id "${collector.id}".`,
          remedy: 'Give one of them another id.',
        });
      }
      const collect = !isOfAnotherRun(revision);
      looks.set(key, {
        key,
        collector,
        params,
        reads: before?.reads ?? {},
        collect: collect || (before?.collect ?? false),
        baseline: revision === 'baseline' || (before?.baseline ?? false),
        previous: revision === 'previous' || (before?.previous ?? false),
      });
      if (collect && !before?.collect) {
        const inner = planReads(collector.reads, run, subject, looks, problems);
        // Set again, behind what it reads: the map's order is an order in which the looks can be taken.
        const self = looks.get(key);
        looks.delete(key);
        if (self) looks.set(key, { ...self, reads: inner });
      }
      return [name, { look: key, revision, optional }];
    }),
  );
}

/** Whether it is read from another run's record, and not seen in this one. */
export const isOfAnotherRun = (revision: Revision): boolean => revision === 'baseline' || revision === 'previous';

function needsOf(instance: CheckInstance, planned: PlannedInstance, instances: Planning['instances'], problems: Problem[]): string[] {
  return instance.check.needs.flatMap((id) => {
    const named = instance.check.aboutNeed(id, instance.subject);
    if (named?.length === 0) return [];
    const candidates = [...instances.values()].filter((other) => other.planned.id === id);
    if (candidates.length === 0) {
      problems.push({
        code: 'NEED_MISSING',
        message: `${planned.key} needs ${id}, which is not in the suite.`,
        remedy: `Add ${id} to the suite, in a step before.`,
      });
    }
    const alike = candidates.filter(({ planned: { about } }) =>
      named ? about !== undefined && named.includes(about) : about === planned.about,
    );
    return (alike.length > 0 || named ? alike : candidates).map((other) => other.planned.key);
  });
}

function cycles(checks: readonly PlannedInstance[]): Problem[] {
  const byKey = new Map(checks.map((check) => [check.key, check]));
  const finished = new Set<string>();
  const visit = (key: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(key)) return [...path.slice(path.indexOf(key)), key];
    if (finished.has(key)) return undefined;
    for (const need of byKey.get(key)?.needs ?? []) {
      const cycle = visit(need, [...path, key]);
      if (cycle) return cycle;
    }
    finished.add(key);
    return undefined;
  };
  for (const { key } of checks) {
    const cycle = visit(key, []);
    if (cycle)
      return [{ code: 'CYCLE', message: `These checks need each other: ${cycle.join(' → ')}.`, remedy: 'Remove one of the needs.' }];
  }
  return [];
}
