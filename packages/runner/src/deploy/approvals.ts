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
  run_attempt: z.number().default(1),
  /** Of this attempt. */
  run_started_at: z.iso.datetime({ offset: true }).optional(),
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
export interface Approvals {
  readonly confirmations?: readonly Confirmation[];
  readonly unread?: string;
  /** It was read, and leaves open whether the board approved. */
  readonly doubted?: true;
}

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
  if (other !== undefined) return { unread: `The approvals of the run ${run.value.html_url} do not count: ${other}.`, doubted: true };
  const reviews = await readGitHub(github, `${path}/approvals`, Reviews, signal);
  if ('gap' in reviews) return { unread: `The approvals of the Deploy action's run could not be read. ${reviews.gap.reason}` };
  return approvalsOf(reviews.value, run.value, declared, { release, environment: environment.id });
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

/**
 * The approvals for one GitHub environment, as the board's word. Who set the run off, and who is not on the board, does not count; the author's
 * is told as the author's. Who is known by a login alone counts where the release names that of its author: else nobody can tell the two apart. Pure.
 */
function approvalsOf(
  reviews: Reviews,
  run: Run,
  { environment, board }: NonNullable<Action['approvals']>,
  of: { readonly release: Release; readonly environment: string },
): Approvals {
  const here = reviews.filter(({ environments }) => environments.some(({ name }) => name === environment));
  const rejected = here.filter(({ state }) => state === 'rejected').map(({ user }) => user?.login ?? 'somebody');
  // The history tells no times, so nobody can tell which came last.
  if (rejected.length > 0)
    return {
      unread: `The run ${run.html_url} was rejected for "${environment}" by ${rejected.join(', ')}, and its history does not tell whether that was the last word: start a new run.`,
      doubted: true,
    };
  const starters = [run.actor?.login, run.triggering_actor?.login].filter((login) => login !== undefined);
  const { author, authorLogin } = of.release;
  const approved = here.flatMap(({ state, user, comment }) => {
    const member = board
      .map((each) => (typeof each === 'string' ? { login: each } : each))
      .find(({ login }) => isLogin(login, user?.login));
    if (state !== 'approved' || !user || !member || starters.some((starter) => samePerson(starter, user.login))) return [];
    const name = isLogin(authorLogin, user.login) ? author : 'name' in member ? member.name : undefined;
    return [{ login: user.login, name, comment: comment?.trim() ?? '' }];
  });
  const untold = author === undefined || authorLogin !== undefined ? [] : approved.filter(({ name }) => name === undefined);
  // When it was approved is not told: after this attempt began, which waits for the reviewers anew, and before it is read. The history does not
  // tell of which attempt an approval is, so it ends as the first one's would.
  const { created_at: created, run_started_at: started = created, run_attempt: attempt } = run;
  const from = new Date(attempt > 1 ? started : created).toISOString();
  return {
    ...(untold.length === 0 ? {} : { unread: whyUntold(untold, run, environment, of.release), doubted: true }),
    confirmations: approved
      .filter((each) => !untold.includes(each))
      .map(({ login, name, comment }) => ({
        type: 'board approval',
        release: of.release.id,
        environment: of.environment,
        person: name ?? login,
        role: `reviewer of the GitHub environment ${environment}`,
        statement: comment === '' ? `Approved the deployment to ${environment}.` : comment.slice(0, 500),
        confirmedAt: from,
        atTheEarliest: true,
        validFrom: from,
        expiresAt: new Date(Date.parse(created) + RUN_DAYS * 86_400_000).toISOString(),
        evidenceUrl: run.html_url,
      })),
  };
}

const whyUntold = (approved: readonly { readonly login: string }[], run: Run, environment: string, { id, author }: Release): string =>
  `The run ${run.html_url} was approved for "${environment}" by ${approved.map(({ login }) => login).join(', ')}, and a login does not tell whether that is ${author ?? ''}, the author of the release: write the names into the environment file (\`board: [{ login, name }]\`), or the author's login into the release ${id} (\`authorLogin\`).`;

/** GitHub's logins are told apart without regard to case. */
const isLogin = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase();
