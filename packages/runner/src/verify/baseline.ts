import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Deploy, Release } from '@keycloak-release-gate/core';
import { listRuns, readRun, releaseOf } from '../record/read.ts';
import type { StoredRun } from '../record/read.ts';
import type { PlannedLook } from '../plan/plan.ts';
import type { Ledger } from '../collect/ledger.ts';
import type { RunFolder } from '../record/folder.ts';
import { whyAfterPostDeploy, whyAfterStart } from './after-deploy.ts';

/** What is compared with the record of before: whose it is, and since when. */
export interface Compared {
  readonly run: {
    readonly environment: { readonly id: string };
    readonly release?: Release;
    readonly deploy?: Pick<Deploy, 'at' | 'source'>;
  };
}

/** The looks of which the record of before is taken over. */
export interface ComparedLooks {
  readonly looks: ReadonlyMap<string, Pick<PlannedLook, 'key' | 'baseline'> & { readonly collector: { readonly version: number } }>;
}

/**
 * The record of before the release: the one that is named, else the newest whole pre-release run of the same release that was not taken after
 * the deploy. `passedOver` is told of each that was, in words. Throws a ConfigurationError where the named one is not of before this release,
 * or where a record of this release was edited.
 */
export function findBaseline(
  plan: Compared,
  reports: string,
  named: string | undefined,
  passedOver: (why: string) => void = () => undefined,
): StoredRun | undefined {
  if (named !== undefined) return namedBaseline(plan, named);
  const { release, environment, deploy } = plan.run;
  if (!release) return undefined;
  for (const folder of listRuns(reports, environment.id, 'pre-release')) {
    // Asked first: records of other releases, and of other versions of the gate, are no concern of this run.
    if (releaseOf(folder) !== release.id) continue;
    const run = readRun(folder);
    if (unfit(plan, run) !== undefined) continue;
    const why = whyAfterStart(run, deploy) ?? whyAfterPostDeploy(run, release, reports);
    if (why === undefined) return run;
    passedOver(`The pre-release run ${run.record.run.id} is not taken for the state before the release: ${why}.`);
  }
  return undefined;
}

function namedBaseline(plan: Compared, named: string): StoredRun {
  const run = readRun(named);
  const reason = unfit(plan, run) ?? whyAfterStart(run, plan.run.deploy);
  if (reason === undefined) return run;
  throw new ConfigurationError([
    {
      code: 'BASELINE_UNFIT',
      message: `The run ${run.record.run.id} cannot be compared with: ${reason}.`,
      where: '--baseline',
      remedy: 'Name a whole pre-release run of this environment and release, or leave the option out: the newest one is taken.',
    },
  ]);
}

/** Why a run is not the state before this release; undefined where it is. */
function unfit({ run: { environment, release } }: Compared, { record }: StoredRun): string | undefined {
  if (record.environment.id !== environment.id)
    return `it is of the environment "${record.environment.id}", this run of "${environment.id}"`;
  if (record.release?.id !== release?.id || !release) return `it is of ${releaseName(record.release)}, this run of ${releaseName(release)}`;
  if (record.suite.id !== 'pre-release') return `its suite is "${record.suite.id}", not "pre-release"`;
  // A part of the suite, or a run that was ended, saw too little to compare with.
  if (record.run.partial !== undefined) return `it is a part of the suite alone (${record.run.partial})`;
  if (record.run.interrupted !== undefined) return `it was interrupted (${record.run.interrupted})`;
  return undefined;
}

const releaseName = (release: { readonly id: string } | undefined): string => (release ? `the release "${release.id}"` : 'no release');

/** Copies the looks that are compared with into this run, so that its record stands on its own. */
export function copyBaseline(
  plan: ComparedLooks,
  from: StoredRun,
  ledger: Pick<Ledger, 'keepBaseline'>,
  folder: Pick<RunFolder, 'evidence'>,
): void {
  for (const look of plan.looks.values()) {
    const recorded = from.record.looks[look.key];
    // Evidence of another meaning cannot be compared with: it counts as not there.
    if (recorded?.version !== look.collector.version) continue;
    const revision = recorded.revisions.findLast((each) => each.evidence !== undefined);
    if (!look.baseline || revision?.evidence === undefined) continue;
    folder.evidence(revision.evidence, from.bytes(revision.evidence));
    ledger.keepBaseline(look.key, { run: from.record.run.id, revision }, Buffer.from(from.bytes(revision.evidence)).toString('utf8'));
  }
}
