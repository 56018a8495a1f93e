import { complaintIn } from './complaint.ts';
import type { ProcessEnd } from './place.ts';

/** Why a restore did not come to its end. Only `broken` is the backup's fault: of the others it may be a good one. */
export type RestoreProblem = 'broken' | 'tool too old' | 'no space' | 'stalled' | 'ended';

/** A restore that did not come to its end. Its message quotes no row and no statement. */
export class RestoreFailed extends Error {
  override readonly name = 'RestoreFailed';
  readonly problem: RestoreProblem;
  readonly stage: 'fetch' | 'restore' | 'index';

  constructor(problem: RestoreProblem, stage: RestoreFailed['stage'], why: string) {
    super(why);
    this.problem = problem;
    this.stage = stage;
  }
}

/** Told by how the program ended and what it complained of; `older` where the dump is of a newer PostgreSQL than the programs here. */
export function restoreFailed(
  program: string,
  end: ProcessEnd,
  stderr: string,
  stage: RestoreFailed['stage'],
  older: boolean,
): RestoreFailed {
  const why = complaintIn(stderr) ?? `${program} ended with ${end.signal ?? `code ${end.code}`}`;
  return new RestoreFailed(problemOf(end, stderr, older), stage, why);
}

function problemOf({ signal }: ProcessEnd, stderr: string, older: boolean): RestoreProblem {
  if (/unsupported version \(|invalid command \\restrict|unrecognized compression|does not support compression/.test(stderr))
    return 'tool too old';
  if (/No space left on device|could not extend file|Disk quota exceeded/.test(stderr)) return 'no space';
  if (
    /server closed the connection|the database system is (?:shutting down|in recovery)|out of memory|connection to server .* failed/.test(
      stderr,
    )
  )
    return 'ended';
  // A newer server writes settings and statements that an older one does not know.
  if (older) return 'tool too old';
  return signal === null ? 'broken' : 'ended';
}
