import type { Deploy, Environment, Problem } from '@keycloak-release-gate/core';
import { z } from 'zod';
import type { Variables } from '../scenarios/resolve-environment.ts';
import type { RunName } from './github-run.ts';

/** Days and hours that there are: a pattern of digits alone lets 31 February through. */
const Time = z.iso.datetime({ offset: true });

/** Clocks differ: so many ms after now are not yet the future. */
const SLACK = 300_000;

/** What is wrong with the time of a deploy's start: it is none, or it is still to come. */
export function timeProblems(text: string, where: string): Problem[] {
  if (!Time.safeParse(text).success)
    return [
      {
        code: 'BAD_TIME',
        message: `"${text}" is no ISO 8601 time with an offset.`,
        where,
        remedy: 'Write it as 2026-11-23T20:00:00+01:00, or as `date --utc +%Y-%m-%dT%H:%M:%SZ` prints it.',
      },
    ];
  if (Date.parse(text) <= Date.now() + SLACK) return [];
  return [
    {
      code: 'BAD_TIME',
      message: `"${text}" lies in the future: no deploy can have begun then.`,
      where,
      remedy: 'Give the time when the deploy began.',
    },
  ];
}

const commitPattern = /^[0-9a-f]{7,64}$/i;

/** What the Deploy action, or whoever starts the gate after it, tells by variables. Any CI can set them. */
export function deployOfVariables(variables: Variables): { readonly deploy: Partial<Deploy>; readonly problems: readonly Problem[] } {
  const { DEPLOY_STARTED_AT: at, DEPLOY_COMMIT: commit, DEPLOY_ACTOR: actor, DEPLOY_RUN_URL: url } = variables;
  const problems: Problem[] = [];
  if (at) problems.push(...timeProblems(at, 'DEPLOY_STARTED_AT'));
  if (commit && !commitPattern.test(commit))
    problems.push({
      code: 'BAD_COMMIT',
      message: `"${commit}" is no commit: 7 to 64 hexadecimal digits.`,
      where: 'DEPLOY_COMMIT',
      remedy: 'Set it to what `git rev-parse HEAD` prints.',
    });
  if (url && !z.url({ protocol: /^https?$/ }).safeParse(url).success)
    problems.push({
      code: 'BAD_URL',
      message: `"${url}" is no address.`,
      where: 'DEPLOY_RUN_URL',
      remedy: "Set it to the address of the action's run.",
    });
  if (problems.length > 0) return { deploy: {}, problems };
  return {
    deploy: {
      ...(at ? { at: new Date(at).toISOString(), source: 'the variable DEPLOY_STARTED_AT' } : {}),
      ...(commit ? { commit } : {}),
      ...(actor ? { actor } : {}),
      ...(url ? { url } : {}),
    },
    problems,
  };
}

/**
 * The run that this very job belongs to, where it is a job of the declared Deploy workflow, with what its variables tell
 * (docs.github.com, "Variables reference"). They do not tell when the run began: GitHub's API does.
 */
export function deployOfJob(
  variables: Variables,
  action: NonNullable<Environment['deploy']>['github'] | undefined,
): { readonly run: RunName; readonly told: Pick<Deploy, 'commit' | 'actor' | 'url'> } | undefined {
  if (variables['GITHUB_ACTIONS'] !== 'true' || !action) return undefined;
  const { GITHUB_REPOSITORY, GITHUB_WORKFLOW_REF = '', GITHUB_RUN_ID = '', GITHUB_RUN_ATTEMPT = '1', GITHUB_SERVER_URL } = variables;
  // `owner/name/.github/workflows/deploy.yml@refs/heads/main`
  const ours = `${action.repository}/.github/workflows/${action.workflow}@`;
  if (!GITHUB_WORKFLOW_REF.toLowerCase().startsWith(ours.toLowerCase()) || !/^\d+$/.test(GITHUB_RUN_ID)) return undefined;
  const { GITHUB_SHA: commit, GITHUB_TRIGGERING_ACTOR, GITHUB_ACTOR } = variables;
  const actor = GITHUB_TRIGGERING_ACTOR || GITHUB_ACTOR;
  return {
    run: { id: Number(GITHUB_RUN_ID), attempt: Number(GITHUB_RUN_ATTEMPT) },
    told: {
      ...(commit ? { commit } : {}),
      ...(actor ? { actor } : {}),
      ...(GITHUB_SERVER_URL && GITHUB_REPOSITORY ? { url: `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}` } : {}),
    },
  };
}

/** Whether a yes of pre-release starts the deploy at once: this very job is one of the Deploy action, and none after it waits for the window. */
export const startsDeploy = (suite: string, variables: Variables, { deploy }: Pick<Environment, 'deploy'>): boolean =>
  suite === 'pre-release' && deploy?.github.waitsForWindow === false && deployOfJob(variables, deploy.github) !== undefined;
