import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Environment, Problem, RunContext, SecretReference } from '@keycloak-release-gate/core';
import { canonicalJson } from '@keycloak-release-gate/core';
import { planSuite } from '../plan/plan.ts';
import type { Plan } from '../plan/plan.ts';
import { select } from '../plan/selection.ts';
import { choose } from '../scenarios/choose.ts';
import type { Choice } from '../scenarios/choose.ts';
import { loadEnvironment, scenarioIds } from '../scenarios/load.ts';
import { resolveEnvironment } from '../scenarios/resolve-environment.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';
import { resolveSecrets } from '../secrets/resolve.ts';
import type { ResolvedSecrets } from '../secrets/resolve.ts';
import { nearest } from '../nearest.ts';

/** What the user asked for. */
export interface VerifyOptions {
  readonly env: string;
  readonly suite?: string;
  readonly release?: string;
  readonly since?: string;
  readonly baseline?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Seconds for the whole run. */
  readonly deadline?: number;
  readonly scenarios: string;
  readonly reports: string;
}

/** All that must be known before anything is looked at. */
export interface Prepared {
  readonly plan: Plan;
  readonly choice: Choice;
  readonly secrets: ResolvedSecrets['values'];
  readonly secret: (reference: SecretReference) => string;
  readonly deadlineSeconds: number;
}

/** Brings up what an environment stands on, and returns the variables that it is described by. */
export type StartEnvironment = (choice: Choice) => Promise<Variables>;

/**
 * Loads, checks and plans. Everything that is wrong is thrown in one ConfigurationError, and nothing has been touched by then.
 * `startLab` is called for an environment that the runner brings up by itself.
 */
export async function prepare(options: VerifyOptions, variables: Variables, startLab: StartEnvironment): Promise<Prepared> {
  const problems = optionProblems(options);
  const loaded = await loadEnvironment(options.scenarios, options.env).catch((error: unknown) => {
    throw withMore(error, problems);
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  // Chosen first: a wrong suite or release is told at once, not after the lab came up.
  const choice = await choose(options.scenarios, options.env, options);
  const known = loaded.value.startedBy === 'lab' ? { ...variables, ...(await startLab(choice)) } : variables;
  const { environment, problems: missing } = resolveEnvironment(loaded, known);
  const secrets = resolveSecrets({ ...loaded.value, id: '' }, known, loaded.file);
  const all: Problem[] = [...missing, ...secrets.problems];
  if (!environment || all.length > 0) throw new ConfigurationError(all);
  const plan = select(planSuite(choice.suite, contextOf(options, choice, environment)), options);
  return {
    plan,
    choice,
    secrets: secrets.values,
    secret: (reference) => {
      const found = secrets.values.get(canonicalJson(reference));
      if (!found) throw new Error(`the secret ${canonicalJson(reference)} is not part of the environment`);
      return found.value;
    },
    deadlineSeconds: options.deadline ?? environment.deadlineSeconds,
  };
}

function contextOf(options: Pick<VerifyOptions, 'since'>, choice: Choice, environment: Environment): RunContext {
  return {
    suite: choice.suite.id,
    environment,
    ...(choice.release ? { release: choice.release.value } : {}),
    ...(options.since === undefined ? {} : { since: new Date(options.since).toISOString() }),
  };
}

function optionProblems({ deadline, since }: VerifyOptions): Problem[] {
  const problems: Problem[] = [];
  if (deadline !== undefined && !(deadline > 0)) {
    problems.push({
      code: 'BAD_DEADLINE',
      message: `A deadline of ${deadline} s leaves no time to look at anything.`,
      where: '--deadline',
      remedy: 'Give a number of seconds above 0, or leave it out.',
    });
  }
  if (since !== undefined && !/^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(since)) {
    problems.push({
      code: 'BAD_TIME',
      message: `"${since}" is no ISO 8601 time with an offset.`,
      where: '--since',
      remedy: 'Write it as 2026-11-23T20:00:00+01:00.',
    });
  }
  return problems;
}

function withMore(error: unknown, problems: readonly Problem[]): unknown {
  return error instanceof ConfigurationError ? new ConfigurationError([...error.problems, ...problems]) : error;
}

/** The environment that is named, or a ConfigurationError that says which there are. */
export async function requireEnvironment(scenarios: string, env: string | undefined): Promise<string> {
  if (env !== undefined) return env;
  const ids = await scenarioIds(scenarios, 'environments');
  throw new ConfigurationError([
    {
      code: 'NO_ENVIRONMENT',
      message: 'Which environment?',
      where: '--env',
      remedy: `Name one of: ${ids.join(', ')}. For example: verify --env ${nearest('lab', ids) ?? ids[0] ?? 'lab'}`,
    },
  ]);
}
