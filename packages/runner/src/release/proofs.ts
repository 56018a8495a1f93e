import { samePerson, substanceHash } from '@keycloak-release-gate/core';
import type { ProvenIn, Release } from '@keycloak-release-gate/core';
import type { IndexedRun, RefusedRun } from './run-index.ts';
import type { TrustedRun } from './trusted-run.ts';
import { deployed, isTakenBack, takenBack, whyNotWhole } from './what-runs-tell.ts';

/**
 * The whole runs that passed with what is shipped now, as they said then; the newest first, as `runs` are. One that cannot be believed
 * shows nothing.
 */
export function passesOf(
  release: Release,
  runs: readonly IndexedRun[],
  trust: (run: IndexedRun) => TrustedRun | RefusedRun,
): readonly TrustedRun[] {
  const shipped = substanceHash(release);
  return runs
    .filter(
      ({ summary }) =>
        summary.suite === deployed &&
        summary.exitCode === 0 &&
        summary.release?.substance === shipped &&
        whyNotWhole(summary) === undefined,
    )
    .flatMap((run) => {
      const trusted = trust(run);
      return 'code' in trusted ? [] : [trusted];
    });
}

/** When the release stood proven by these passes: each time from the first of them on, until it was taken back. */
export function proofsOf(passes: readonly TrustedRun[], runs: readonly IndexedRun[]): NonNullable<ProvenIn['proofs']> {
  const backs = runs.filter((run) => takenBack.includes(run.summary.suite) && isTakenBack(run)).toReversed();
  const each = passes
    .toReversed()
    .map(({ record: { run } }) => ({ run, back: backs.find(({ summary }) => summary.run > run.id)?.summary }));
  return each
    .filter(({ back }, index) => each.findIndex((other) => other.back === back) === index)
    .map(({ run, back }) => ({ run: run.id, at: run.finishedAt, ...(back ? { until: back.startedAt } : {}) }));
}

/** Who made the release by these passes: each person once, by the newest of them. */
export function authorsOf(passes: readonly TrustedRun[]): NonNullable<ProvenIn['authors']> {
  const told = passes.flatMap(({ record: { run, release } }) =>
    release?.author === undefined ? [] : [{ run: run.id, startedAt: run.startedAt, author: release.author }],
  );
  return told.filter(({ author }, index) => !told.slice(0, index).some((newer) => samePerson(newer.author, author)));
}
