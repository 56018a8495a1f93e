import type { RunRecord } from '@keycloak-release-gate/core';
import { z } from 'zod';
import type { Variables } from '../scenarios/resolve-environment.ts';

type CiJob = NonNullable<RunRecord['run']['ci']>;

/** The CI job that the program runs in, by the variables that each system documents; undefined where it runs in none that is known. */
export function ciJobOf(variables: Variables): CiJob | undefined {
  const found = jobOf(variables);
  if (!found) return undefined;
  const { system, actor, url } = found;
  return { system, ...(actor ? { actor } : {}), ...(url && isAddress(url) ? { url } : {}) };
}

function jobOf(variables: Variables): { readonly system: string; readonly actor?: string; readonly url?: string } | undefined {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT = '1' } = variables;
  if (variables['GITHUB_ACTIONS'] === 'true')
    return {
      system: 'GitHub Actions',
      // Who set off this attempt: whoever re-runs a job is not whom the first run was of.
      actor: variables['GITHUB_TRIGGERING_ACTOR'] || variables['GITHUB_ACTOR'] || '',
      url: `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}/attempts/${GITHUB_RUN_ATTEMPT}`,
    };
  if (variables['GITLAB_CI'] === 'true')
    return { system: 'GitLab CI/CD', actor: variables['GITLAB_USER_LOGIN'] ?? '', url: variables['CI_JOB_URL'] ?? '' };
  if (variables['JENKINS_URL']) return { system: 'Jenkins', actor: variables['BUILD_USER_ID'] ?? '', url: variables['BUILD_URL'] ?? '' };
  return undefined;
}

const isAddress = (text: string): boolean => z.url({ protocol: /^https?$/ }).safeParse(text).success;
