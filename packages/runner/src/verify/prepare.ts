import { configurationPromoted, provenBefore, schemaMatchesRunningVersion } from '@keycloak-release-gate/checks';
import { ConfigurationError, waivedByAuthorProblems } from '@keycloak-release-gate/core';
import type { Environment, Problem, RunContext, ScenariosOrigin } from '@keycloak-release-gate/core';
import { otherCommitProblems } from '../deploy/other-commit.ts';
import { deployProblems, namedRunProblems, resolveDeploy } from '../deploy/resolve.ts';
import { startsDeploy } from '../deploy/variables.ts';
import { findLogBaseline } from '../log-baseline/file.ts';
import { findPromotedFrom } from '../promotion/promoted-from.ts';
import { impactedBy, impactedFirst } from '../plan/impacted.ts';
import { planSuite } from '../plan/plan.ts';
import type { Plan } from '../plan/plan.ts';
import { planIdentity } from '../plan/plan-identity.ts';
import type { PlanIdentity } from '../plan/plan-identity.ts';
import { select } from '../plan/selection.ts';
import { findProvenBefore } from '../release/proven.ts';
import { choose } from '../scenarios/choose.ts';
import type { Choice } from '../scenarios/choose.ts';
import { loadEnvironment } from '../scenarios/load.ts';
import { scenariosHash } from '../scenarios/files-hash.ts';
import { originProblems, scenariosOrigin } from '../scenarios/origin.ts';
import { waiversOf } from '../scenarios/resolve-environment.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';
import { recordsOf } from '../records/places.ts';
import { findBaseline } from './baseline.ts';
import { clusterProblems } from './cluster-problems.ts';
import { describe } from './described.ts';
import type { Secrets } from './described.ts';
import { findLeftByRollback } from './left-by-rollback.ts';
import { withSaidElsewhere } from './said-elsewhere.ts';
import { stateFolderOf } from './state-folder.ts';

/** What the user asked for. */
export interface VerifyOptions {
  readonly env: string;
  readonly suite?: string;
  readonly release?: string;
  readonly since?: string;
  /** A run of the Deploy action: its id or its address. */
  readonly deployRun?: string;
  readonly baseline?: string;
  /** A run or a snapshot of the environment that the release was tried in before. */
  readonly promotedFrom?: string;
  /** Where records of other environments are read from, beside the reports: folders, and `git:<ref>:<path>`. */
  readonly records?: readonly string[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Only the checks of the applications that the release touches. */
  readonly impacted?: boolean;
  /** Seconds for the whole run. */
  readonly deadline?: number;
  readonly scenarios: string;
  readonly reports: string;
  /** The plan is all that is wanted: nobody is asked which deploy it is about. */
  readonly plansOnly?: boolean;
  /** A record is made, which says by which scenarios; those of a production must stand in the history. */
  readonly recorded?: boolean;
  /** Only a part of the looks is taken here: what the others need may be missing. */
  readonly partly?: boolean;
}

/** All that must be known before anything is looked at. */
export interface Prepared extends Secrets {
  readonly plan: Plan;
  readonly choice: Choice;
  /** Where collectors keep what has to outlive the run. */
  readonly stateFolder: string;
  readonly deadlineSeconds: number;
  /** Found out where a record is made. */
  readonly origin?: ScenariosOrigin;
  readonly identity?: PlanIdentity;
}

/** Brings up what an environment stands on, and returns the variables that it is described by. */
export type StartEnvironment = (choice: Partial<Pick<Choice, 'suite' | 'release'>>) => Promise<Variables>;

/**
 * Loads, checks and plans. Everything that is wrong is thrown in one ConfigurationError, and nothing has been touched by then.
 * `startLab` is called for an environment that the runner brings up by itself.
 */
export async function prepare(
  options: VerifyOptions,
  variables: Variables,
  startLab: StartEnvironment,
  signal: AbortSignal = new AbortController().signal,
): Promise<Prepared> {
  const problems = [...optionProblems(options), ...deployProblems(options, variables)];
  const loaded = await loadEnvironment(options.scenarios, options.env).catch((error: unknown) => {
    throw withMore(error, problems);
  });
  const choice = await choose(options.scenarios, options.env, options).catch((error: unknown) => {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(...error.problems);
    return undefined;
  });
  const byLab = loaded.value.startedBy === 'lab';
  // What is wrong by now is told at once, not after the lab came up.
  if (byLab && (!choice || problems.length > 0)) throw new ConfigurationError(problems);
  const known = byLab && choice ? { ...variables, ...(await startLab(choice)) } : variables;
  const { environment, problems: missing, secrets, secret } = describe(loaded, known, options.partly);
  const origin = options.recorded === true ? await scenariosOrigin(options.scenarios, variables) : undefined;
  const logs = environment && !options.plansOnly ? findLogBaseline(environment, options.reports) : undefined;
  const all: Problem[] = [
    ...problems,
    ...missing,
    ...namedRunProblems(options, environment),
    ...(choice && environment && isBeforeThisDeploy(choice, options)
      ? otherCommitProblems(choice.release.value, environment, known, choice.release.file)
      : []),
    ...(options.partly === true ? [] : await clusterProblems(environment, loaded.file)),
    ...(environment
      ? waivedByAuthorProblems(waiversOf(environment), choice?.release?.value.author).map((problem) => ({ ...problem, where: loaded.file }))
      : []),
    ...(logs?.problems ?? []),
    ...(origin && environment?.production === true ? originProblems(options.scenarios, origin) : []),
  ];
  if (!choice || !environment || all.length > 0) throw new ConfigurationError(all);
  const found = contextOf(choice, environment, { logBaseline: logs?.file, reports: options.reports });
  const first = planSuite(choice.suite, found);
  const base =
    options.plansOnly === true
      ? found
      : await withSaidElsewhere(found, first, { options, variables: known, environment, secrets, secret, signal });
  const asksWhatRuns = first.checks.some(({ id }) => id === schemaMatchesRunningVersion.check.id);
  const left = asksWhatRuns ? findLeftByRollback(environment.id, options.reports) : undefined;
  const promoted = !isPromotion(first, options)
    ? undefined
    : await findPromotedFrom({
        environment,
        release: choice.release?.value,
        named: options.promotedFrom,
        scenarios: options.scenarios,
        reports: options.reports,
        records: options.records ?? [],
        variables: known,
      });
  const proven = asksWhatWasProven(first, options)
    ? await findProvenBefore(base, { scenarios: options.scenarios, reports: options.reports, records: options.records ?? [] })
    : undefined;
  const context: RunContext = {
    ...base,
    ...(startsDeploy(choice.suite.id, known, environment) ? { startsDeploy: true } : {}),
    ...(promoted ? { promotedFrom: promoted } : {}),
    ...(proven ? { provenBefore: proven } : {}),
    ...(left ? { leftByRollback: left } : {}),
  };
  const whole = planSuite(choice.suite, context);
  const impact = impactOn(whole, options);
  const narrowed = { ...options, impacted: options.impacted === true ? impact : undefined };
  const narrow = (wide: Plan): Plan => select(impactedFirst(wide, impact.applications), narrowed);
  const planned = narrow(whole);
  const judged = planned.checks.some(({ id, skipped }) => skipped === undefined && planned.definitions.get(id)?.judgesDeploy === true);
  const deploy = options.plansOnly ? undefined : await resolveDeploy({ options, variables: known, environment, judged, secrets, signal });
  const plan = deploy ? narrow(planSuite(choice.suite, { ...context, deploy })) : planned;
  return {
    plan,
    choice,
    secrets,
    secret,
    stateFolder: stateFolderOf(variables),
    deadlineSeconds: options.deadline ?? environment.deadlineSeconds,
    ...(origin ? { origin, identity: planIdentity(plan, choice.suite, narrow, () => scenariosHash(options.scenarios)) } : {}),
  };
}

/** Whether the suite asks what was proven in the environment before. Throws a ConfigurationError where that was named and nobody asks. */
function isPromotion({ checks, suite }: Plan, { plansOnly, promotedFrom: named }: VerifyOptions): boolean {
  const asked = checks.find(({ id }) => id === configurationPromoted.check.id);
  if (named !== undefined && !asked)
    throw new ConfigurationError([
      {
        code: 'PROMOTED_FROM_UNUSED',
        message: `The suite "${suite.id}" does not ask what was proven in another environment.`,
        where: '--promoted-from',
        remedy: 'Leave it out, or run pre-release.',
      },
    ]);
  return plansOnly !== true && asked !== undefined && (named !== undefined || asked.skipped === undefined);
}

/** Whether it is asked before a deploy, of a release, and no other run of the Deploy action is named than the one that asks. */
const isBeforeThisDeploy = (
  choice: Choice,
  { plansOnly, deployRun }: VerifyOptions,
): choice is Choice & Required<Pick<Choice, 'release'>> =>
  choice.suite.id === 'pre-release' && choice.release !== undefined && plansOnly !== true && deployRun === undefined;

/** Whether the suite asks what the records of other environments say. Throws a ConfigurationError where some were named and nobody asks. */
function asksWhatWasProven({ checks, suite }: Plan, { plansOnly, records = [] }: VerifyOptions): boolean {
  const asked = checks.find(({ id }) => id === provenBefore.check.id);
  if (records.length > 0 && !asked && !checks.some(({ id }) => id === configurationPromoted.check.id))
    throw new ConfigurationError([
      {
        code: 'RECORDS_UNUSED',
        message: `The suite "${suite.id}" does not ask what was proven in other environments.`,
        where: '--records',
        remedy: 'Leave it out, or run pre-release.',
      },
    ]);
  return plansOnly !== true && asked !== undefined && asked.skipped === undefined;
}

/** Whom the release touches: the record of before it is read where it tells more than the release itself. */
function impactOn(plan: Plan, options: VerifyOptions): ReturnType<typeof impactedBy> {
  const { release } = plan.run;
  const tells = release?.deploys === false && release.expectedChanges.length > 0;
  return impactedBy(plan, tells ? findBaseline(plan, options.reports, options.baseline) : undefined);
}

function contextOf(
  { suite, release }: Choice,
  environment: Environment,
  { logBaseline, reports }: { readonly logBaseline: string | undefined; readonly reports: string },
): RunContext {
  return {
    suite: suite.id,
    environment,
    ...(release ? { release: release.value } : {}),
    ...(logBaseline === undefined ? {} : { logBaseline }),
    ...(release ? { records: recordsOf(environment.id, release.value.id, reports) } : {}),
  };
}

/** Seconds. A timer of more than 2^31 − 1 ms fires at once. */
const LONGEST_DEADLINE = 2_147_483;

function optionProblems({ deadline }: VerifyOptions): Problem[] {
  const problems: Problem[] = [];
  if (deadline !== undefined && !(deadline > 0 && deadline <= LONGEST_DEADLINE)) {
    problems.push({
      code: 'BAD_DEADLINE',
      message:
        deadline > LONGEST_DEADLINE
          ? `A deadline of ${deadline} s is longer than can be measured.`
          : `A deadline of ${deadline} s leaves no time to look at anything.`,
      where: '--deadline',
      remedy: `Give a number of seconds above 0 and up to ${LONGEST_DEADLINE}, or leave it out.`,
    });
  }
  return problems;
}

function withMore(error: unknown, problems: readonly Problem[]): unknown {
  return error instanceof ConfigurationError ? new ConfigurationError([...error.problems, ...problems]) : error;
}
