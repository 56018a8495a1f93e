import type { Deploy, Environment, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { readGitHub, unreadable } from './github-api.ts';
import type { GitHub } from './github-api.ts';

/** The members of a workflow run that the gate reads (GitHub's REST API, schema `workflow-run`). */
const WorkflowRun = z.object({
  id: z.number(),
  run_number: z.number(),
  run_attempt: z.number().default(1),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  head_sha: z.string(),
  html_url: z.string(),
  /** What `run-name` of the workflow makes of its inputs, for example. */
  display_title: z.string().nullish(),
  created_at: z.string(),
  /** Of this attempt: a re-run has another one than the run's first. */
  run_started_at: z.iso.datetime({ offset: true }),
  actor: z.object({ login: z.string() }).nullish(),
  /** Who set off this attempt; the actor set off the first. */
  triggering_actor: z.object({ login: z.string() }).nullish(),
});
type WorkflowRun = z.infer<typeof WorkflowRun>;
const WorkflowRuns = z.object({ workflow_runs: z.array(WorkflowRun) });

type Action = NonNullable<Environment['deploy']>['github'];

/** A run that is meant: its id, and the attempt where that is said too. */
export interface RunName {
  readonly id: number;
  readonly attempt?: number;
}

/** The named run of the Deploy action, or why it could not be read. */
export async function readRun(
  github: GitHub,
  { repository }: Action,
  { id, attempt }: RunName,
  signal: AbortSignal,
): Promise<Deploy | Gap> {
  const path = `/repos/${repository}/actions/runs/${id}${attempt === undefined ? '' : `/attempts/${attempt}`}`;
  const read = await readGitHub(github, path, WorkflowRun, signal);
  return 'gap' in read ? read.gap : deployOf(read.value);
}

/** How many runs are looked through for the newest: GitHub sorts them by creation, and a re-run is newer than that. */
const RUNS = 30;
/** Runs that have done nothing yet, and those whose every job was left out. */
const idle = new Set(['queued', 'requested', 'waiting', 'pending']);

/** The newest run of the Deploy action that did anything, or why it could not be read. */
export async function readNewestRun(
  github: GitHub,
  { repository, workflow, branch, title }: Action,
  signal: AbortSignal,
): Promise<Deploy | Gap> {
  const query = new URLSearchParams({ per_page: String(RUNS), ...(branch === undefined ? {} : { branch }) });
  const read = await readGitHub(
    github,
    `/repos/${repository}/actions/workflows/${workflow}/runs?${query.toString()}`,
    WorkflowRuns,
    signal,
  );
  if ('gap' in read) return read.gap;
  const newest = newestRun(read.value.workflow_runs.filter((run) => title === undefined || run.display_title?.includes(title) === true));
  if (newest) return deployOf(newest);
  return unreadable(
    `The workflow ${workflow} of ${repository} has no run${branch === undefined ? '' : ` on ${branch}`}${title === undefined ? '' : ` titled "${title}"`} among its last ${RUNS} that deployed anything.`,
    "Run the Deploy action; or name its run (`--deploy-run`) or the deploy's start (`--since`), where it was deployed in another way.",
  );
}

/** The run that began last, of those that did anything. */
const newestRun = (runs: readonly WorkflowRun[]): WorkflowRun | undefined =>
  runs
    .filter(({ status, conclusion }) => !idle.has(status ?? '') && conclusion !== 'skipped')
    .toSorted((a, b) => Date.parse(b.run_started_at) - Date.parse(a.run_started_at))[0];

function deployOf(run: WorkflowRun): Deploy {
  const actor = (run.triggering_actor ?? run.actor)?.login;
  const again = run.run_attempt > 1 ? `, attempt ${run.run_attempt}` : '';
  const state = run.conclusion === null ? ', still running' : '';
  return {
    at: new Date(run.run_started_at).toISOString(),
    source: `the Deploy action's run ${run.run_number}${again} (GitHub's API)${state}`,
    commit: run.head_sha,
    ...(actor === undefined ? {} : { actor }),
    url: run.run_attempt > 1 ? `${run.html_url}/attempts/${run.run_attempt}` : run.html_url,
    ...(run.conclusion === null || run.conclusion === 'success' ? {} : { failed: run.conclusion }),
  };
}
