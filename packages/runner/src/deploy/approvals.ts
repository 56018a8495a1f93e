import { samePerson } from '@keycloak-release-gate/core';
import type { Confirmation, Environment, Release } from '@keycloak-release-gate/core';
import { z } from 'zod';
import type { Variables } from '../scenarios/resolve-environment.ts';
import { readGitHub } from './github-api.ts';
import type { GitHub } from './github-api.ts';
import type { RunName } from './github-run.ts';
import { runName, tokenOf } from './resolve.ts';
import type { DeployQuestion } from './resolve.ts';
import { deployOfJob } from './variables.ts';

type Action = NonNullable<Environment['deploy']>['github'];

/** The members of a workflow run that tell what it is of, and who set it off (GitHub's REST API, schema `workflow-run`). */
const Run = z.object({
  path: z.string(),
  head_sha: z.string(),
  html_url: z.url({ protocol: /^https?$/ }),
  created_at: z.iso.datetime({ offset: true }),
  actor: z.object({ login: z.string() }).nullish(),
  triggering_actor: z.object({ login: z.string() }).nullish(),
});
type Run = z.infer<typeof Run>;

/** "Get the review history for a workflow run": GET …/actions/runs/{id}/approvals (schema `environment-approvals`). It tells no times. */
const Reviews = z.array(
  z.object({
    state: z.enum(['approved', 'rejected', 'pending']),
    comment: z.string().nullish(),
    environments: z.array(z.object({ name: z.string() })),
    user: z.object({ login: z.string().min(1) }).nullish(),
  }),
);
type Reviews = z.infer<typeof Reviews>;

/** What GitHub knows of the board's approval, or why nobody could tell. */
export type Approvals = { readonly confirmations: readonly Confirmation[] } | { readonly unread: string };

/** The approvals are asked for with this. All of it was found to be right (`deployProblems`, `namedRunProblems`). */
export type ApprovalsQuestion = Pick<DeployQuestion, 'options' | 'variables' | 'environment' | 'secrets' | 'signal'> & {
  readonly release: Release;
};

/**
 * The approvals of the Deploy action's run for the GitHub environment that is declared, as confirmations by the board. The run is the one
 * that `--deploy-run` names, else the one that this very job belongs to: the newest one may be of another release. Undefined where the
 * environment declares no approvals.
 */
export async function readApprovals(question: ApprovalsQuestion): Promise<Approvals | undefined> {
  const { environment, secrets, signal, release } = question;
  const action = environment.deploy?.github;
  const declared = action?.approvals;
  if (!action || !declared) return undefined;
  const asked = askedRun(question.options.deployRun, question.variables, action);
  if (!asked)
    return {
      unread: `The approvals of the GitHub environment "${declared.environment}" were not asked for: this is no job of ${action.workflow}, and --deploy-run names no run of it.`,
    };
  const github: GitHub = { apiUrl: action.apiUrl, ...tokenOf(action.token, secrets) };
  const path = `/repos/${action.repository}/actions/runs/${asked.run.id}`;
  const run = await readGitHub(github, path, Run, signal);
  if ('gap' in run) return { unread: `The approvals of the Deploy action's run could not be read. ${run.gap.reason}` };
  const other = whyOther(run.value, action, release, asked.isNamed);
  if (other !== undefined) return { unread: `The approvals of the run ${run.value.html_url} do not count: ${other}.` };
  const reviews = await readGitHub(github, `${path}/approvals`, Reviews, signal);
  if ('gap' in reviews) return { unread: `The approvals of the Deploy action's run could not be read. ${reviews.gap.reason}` };
  return approvalsOf(reviews.value, run.value, declared, { release: release.id, environment: environment.id });
}

function askedRun(
  deployRun: string | undefined,
  variables: Variables,
  action: Action,
): { readonly run: RunName; readonly isNamed: boolean } | undefined {
  const named = deployRun === undefined ? undefined : runName(deployRun);
  if (named) return { run: named, isNamed: true };
  const job = deployOfJob(variables, action);
  return job && { run: job.run, isNamed: false };
}

/** Why this run is not the one that deploys the release; undefined where it is. */
function whyOther({ path, head_sha: head }: Run, { workflow }: Action, { id, commit }: Release, isNamed: boolean): string | undefined {
  // `.github/workflows/deploy.yml`, with the reference behind an @ where it is told.
  const file = path.split('@')[0]?.split('/').at(-1) ?? '';
  if (file !== workflow) return `it is a run of ${file}, not of ${workflow}`;
  if (commit !== undefined && !head.toLowerCase().startsWith(commit.toLowerCase()))
    return `it deploys the commit ${head}, and the release ${id} is ${commit}`;
  if (commit === undefined && isNamed) return `the release ${id} names no commit, so nobody can tell that this run is of it`;
  return undefined;
}

/** A run waits for 30 days to be approved and ends after 35 (docs.github.com, "Actions limits"): no approval is older. */
const RUN_DAYS = 35;

/** The approvals for one GitHub environment, as the board's word. Who set the run off, and who is not on the board, does not count. Pure. */
function approvalsOf(
  reviews: Reviews,
  run: Run,
  { environment, board }: NonNullable<Action['approvals']>,
  of: { readonly release: string; readonly environment: string },
): Approvals {
  const here = reviews.filter(({ environments }) => environments.some(({ name }) => name === environment));
  const rejected = here.filter(({ state }) => state === 'rejected').map(({ user }) => user?.login ?? 'somebody');
  // The history tells no times, so nobody can tell which came last.
  if (rejected.length > 0)
    return {
      unread: `The run ${run.html_url} was rejected for "${environment}" by ${rejected.join(', ')}, and its history does not tell whether that was the last word: start a new run.`,
    };
  const starters = [run.actor?.login, run.triggering_actor?.login].filter((login) => login !== undefined);
  const counts = (login: string): boolean =>
    !starters.some((starter) => samePerson(starter, login)) && board.some((each) => isLogin(each, login));
  const approved = here.flatMap(({ state, user, comment }) =>
    state === 'approved' && user && counts(user.login) ? [{ login: user.login, comment: comment?.trim() ?? '' }] : [],
  );
  // When it was approved is not told: after the run was created, and before it is read.
  const from = new Date(run.created_at).toISOString();
  return {
    confirmations: approved.map(({ login, comment }) => ({
      type: 'board approval',
      release: of.release,
      environment: of.environment,
      person: login,
      role: `reviewer of the GitHub environment ${environment}`,
      statement: comment === '' ? `Approved the deployment to ${environment}.` : comment.slice(0, 500),
      confirmedAt: from,
      atTheEarliest: true,
      validFrom: from,
      expiresAt: new Date(Date.parse(from) + RUN_DAYS * 86_400_000).toISOString(),
      evidenceUrl: run.html_url,
    })),
  };
}

/** GitHub's logins are told apart without regard to case. */
const isLogin = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
