import type { Environment, Problem, Release } from '@keycloak-release-gate/core';
import type { Variables } from '../scenarios/resolve-environment.ts';
import { deployOfJob } from './variables.ts';

/**
 * What is wrong where a job of the Deploy action asks whether the release may go out, and its run would deploy another commit than that of
 * the release: a yes would be for what is not deployed. `where` is the release's file.
 */
export function otherCommitProblems(
  { id, commit }: Release,
  environment: Environment,
  variables: Variables,
  where: string,
): readonly Problem[] {
  const deployed = deployOfJob(variables, environment.deploy?.github)?.told.commit;
  if (commit === undefined || deployed === undefined || deployed.toLowerCase().startsWith(commit.toLowerCase())) return [];
  return [
    {
      code: 'OTHER_COMMIT_THAN_RELEASED',
      message: `This run of the Deploy action deploys the commit ${deployed}, and the release "${id}" is ${commit}.`,
      where,
      remedy: 'Run the Deploy action on the commit of the release, or correct `commit` in its file and take it through the policy again.',
    },
  ];
}
