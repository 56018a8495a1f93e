import { canonicalJson } from '@keycloak-release-gate/core';
import type { Deploy, Environment, Gap, Problem, SecretReference } from '@keycloak-release-gate/core';
import type { Variables } from '../scenarios/resolve-environment.ts';
import type { GitHub } from './github-api.ts';
import { readNewestRun, readRun } from './github-run.ts';
import type { RunName } from './github-run.ts';
import { deployOfJob, deployOfVariables, timeProblems } from './variables.ts';

/** What the user asked for on the command line. */
export interface DeployOptions {
  readonly since?: string;
  readonly deployRun?: string;
}

/** What is wrong with the options and variables that tell of the deploy. */
export function deployProblems({ since }: DeployOptions, variables: Variables): Problem[] {
  const problems = [...deployOfVariables(variables).problems];
  if (since !== undefined) problems.push(...timeProblems(since, '--since'));
  return problems;
}

/** What is wrong with the run that `--deploy-run` names in an environment. */
export function namedRunProblems({ deployRun }: DeployOptions, environment: Environment | undefined): Problem[] {
  if (deployRun === undefined || !environment) return [];
  const problems: Problem[] = [];
  const action = environment.deploy?.github;
  const name = runName(deployRun);
  if (!action)
    problems.push({
      code: 'NO_DEPLOY_ACTION',
      message: `--deploy-run names a run, and the environment "${environment.id}" does not say which action deploys it.`,
      where: '--deploy-run',
      remedy: "Add `deploy: { github: { repository: 'owner/name', workflow: 'deploy.yml' } }` to the environment file.",
    });
  if (!name)
    problems.push({
      code: 'BAD_DEPLOY_RUN',
      message: `"${deployRun}" is no run of an action.`,
      where: '--deploy-run',
      remedy: "Give the run's id, or its address: https://github.com/owner/name/actions/runs/123.",
    });
  else if (action && name.repository !== undefined && name.repository.toLowerCase() !== action.repository.toLowerCase())
    problems.push({
      code: 'BAD_DEPLOY_RUN',
      message: `The run is of ${name.repository}, and "${environment.id}" is deployed by ${action.repository}.`,
      where: '--deploy-run',
      remedy: 'Name a run of that repository, or correct `deploy.github.repository` in the environment file.',
    });
  return problems;
}

/** What the deploy is to be found out with. All of it was found to be right (`deployProblems`). */
export interface DeployQuestion {
  readonly options: DeployOptions;
  readonly variables: Variables;
  readonly environment: Environment;
  /** The suite judges the deploy itself: then the environment and the Deploy action are asked for it, too. */
  readonly judged: boolean;
  readonly secrets: ReadonlyMap<string, { readonly value: string }>;
  readonly signal: AbortSignal;
}

/**
 * Which deploy is judged. Its start is, in this order: `--since`; the run of `--deploy-run`; `DEPLOY_STARTED_AT`; the run of the
 * Deploy action that this job is part of; the newest run of the declared Deploy action. What is asked for and cannot be read
 * is said (`unread`), and no weaker source takes its place. Undefined where none of these is there: the newest revision then
 * tells the start.
 */
export async function resolveDeploy(question: DeployQuestion): Promise<Deploy | undefined> {
  const { options, variables, judged } = question;
  const given: Deploy | undefined =
    options.since === undefined ? undefined : { at: new Date(options.since).toISOString(), source: 'as given by --since' };
  const asked = await askAction(question);
  const told = judged && options.deployRun === undefined ? deployOfVariables(variables).deploy : {};
  const known = { ...asked, ...told, ...given };
  return Object.keys(known).length === 0 ? undefined : { source: "the newest revision's creation", ...known };
}

async function askAction({ options, variables, environment, judged, secrets, signal }: DeployQuestion): Promise<Partial<Deploy>> {
  const action = environment.deploy?.github;
  const job = judged ? deployOfJob(variables, action) : undefined;
  const named = options.deployRun === undefined ? job?.run : runName(options.deployRun);
  if (!action || (!named && !judged)) return {};
  // Where the start is given, the action is asked only for a run that is named.
  const started = options.since !== undefined || Boolean(variables['DEPLOY_STARTED_AT']);
  if (started && options.deployRun === undefined) return job?.told ?? {};
  const github: GitHub = { apiUrl: action.apiUrl, ...tokenOf(action.token, secrets) };
  const read = named ? await readRun(github, action, named, signal) : await readNewestRun(github, action, signal);
  if (!isGap(read)) return read;
  return { source: `not known: ${read.reason}`, ...(options.deployRun === undefined ? job?.told : {}), unread: read };
}

const isGap = (read: Deploy | Gap): read is Gap => 'reason' in read;

/** The token of the Deploy action, where it has one. */
export function tokenOf(reference: SecretReference | undefined, secrets: DeployQuestion['secrets']): { readonly token?: string } {
  const found = reference === undefined ? undefined : secrets.get(canonicalJson(reference));
  return found ? { token: found.value } : {};
}

/** What a run is named by: `123`, or `https://github.com/owner/name/actions/runs/123/attempts/2`, as it is copied from the browser. */
export function runName(text: string): (RunName & { readonly repository?: string }) | undefined {
  if (/^\d{1,15}$/.test(text)) return { id: Number(text) };
  const path = /^https?:\/\/[^/]+\/([\w.-]+\/[\w.-]+)\/actions\/runs\/(\d{1,15})(?:\/attempts\/(\d+))?(?:[/?#].*)?$/.exec(text);
  if (!path) return undefined;
  const [, repository = '', id, attempt] = path;
  return { id: Number(id), repository, ...(attempt === undefined ? {} : { attempt: Number(attempt) }) };
}
