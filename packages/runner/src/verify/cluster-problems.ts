import { nearest } from '@keycloak-release-gate/core';
import { clusterProblem } from '@keycloak-release-gate/checks';
import type { Environment, Problem } from '@keycloak-release-gate/core';

/** What is wrong with the way into the environment's cluster as it is declared: found before anything is looked at. */
export async function clusterProblems(environment: Environment | undefined, file: string): Promise<Problem[]> {
  if (!environment?.kubernetes) return [];
  const found = await clusterProblem(environment.kubernetes);
  if (!found) return [];
  const guess = found.asked === undefined ? undefined : nearest(found.asked, found.known ?? []);
  const remedy =
    environment.kubernetes.server === undefined
      ? 'Correct `kubeconfig` and `context` of `kubernetes`.'
      : 'Correct `caFile` of `kubernetes`.';
  return [
    {
      code: 'CLUSTER_ACCESS_UNUSABLE',
      message: found.problem,
      where: file,
      remedy: `${guess === undefined ? '' : `Did you mean "${guess}"? `}${remedy}`,
    },
  ];
}
