import { listRuns, readRun } from '../record/read.ts';
import type { StoredRun } from '../record/read.ts';
import type { Plan } from '../plan/plan.ts';
import type { Ledger } from '../collect/ledger.ts';
import type { RunFolder } from '../record/folder.ts';

/** The record of before the release: the one that is named, else the newest pre-release run of the same release. */
export function findBaseline(plan: Plan, reports: string, named: string | undefined): StoredRun | undefined {
  if (named !== undefined) return readRun(named);
  const { release, environment } = plan.run;
  if (!release) return undefined;
  for (const folder of listRuns(reports, environment.id, 'pre-release')) {
    const run = readRun(folder);
    const { partial, interrupted } = run.record.run;
    // A part of the suite, or a run that was ended, saw too little to compare with.
    if (run.record.release?.id === release.id && partial === undefined && interrupted === undefined) return run;
  }
  return undefined;
}

/** Copies the looks that are compared with into this run, so that its record stands on its own. */
export function copyBaseline(plan: Plan, from: StoredRun, ledger: Ledger, folder: RunFolder): void {
  for (const look of plan.looks.values()) {
    const recorded = from.record.looks[look.key];
    // Evidence of another meaning cannot be compared with: it counts as not there.
    if (recorded?.version !== look.collector.version) continue;
    const revision = recorded.revisions.findLast((each) => each.evidence !== undefined);
    if (!look.baseline || revision?.evidence === undefined) continue;
    folder.evidence(revision.evidence, from.bytes(revision.evidence));
    ledger.keepBaseline(look.key, { run: from.record.run.id, revision }, from.read(revision.evidence));
  }
}
