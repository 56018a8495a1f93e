import type { Result } from '@keycloak-release-gate/core';
import type { IndexedRun } from './run-index.ts';

/** The suite whose runs tell whether a release is deployed. */
export const deployed = 'post-deploy';

/** The suites whose runs tell whether it was taken back. */
export const takenBack: readonly string[] = ['pre-restore', 'post-rollback'];

/** A run of post-rollback is of what was taken back; one of pre-restore is about to, unless somebody only looked at a part of it. */
export const isTakenBack = ({ summary }: IndexedRun): boolean => summary.suite === 'post-rollback' || whyNotWhole(summary) === undefined;

/** Why a run did not see all of its suite; undefined where it did. */
export function whyNotWhole({ partial, interrupted }: IndexedRun['summary']): string | undefined {
  if (partial !== undefined) return `it is a part of the suite alone (${partial})`;
  return interrupted === undefined ? undefined : `it was interrupted (${interrupted})`;
}

/** Whether a blocker failed in a run. What was interrupted tells so by no exit code. */
export const sawFailure = ({ results }: { readonly results: readonly Pick<Result, 'severity' | 'outcome'>[] }): boolean =>
  results.some(({ severity, outcome }) => severity === 'blocker' && outcome.kind === 'fail');
