import { complaintIn } from './complaint.ts';
import type { ProcessEnd } from './place.ts';

/** Why a restore did not come to its end. Only `broken` is the backup's fault: of the others it may be a good one. */
export type RestoreProblem = 'broken' | 'tool too old' | 'not here' | 'no space' | 'stalled' | 'ended';

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

/**
 * What the machine of the database has and a restore elsewhere needs too: extensions with their libraries and languages, collations with
 * their locales, roles (of a policy, for owners and rights are left out), tablespaces.
 */
const elsewhere = [
  /extension "[^"]*" is not available|could not open extension control file|permission denied to create extension/,
  /could not (?:access|load|open) (?:file|library) "/,
  /(?:collation|language|access method|role|tablespace|text search \w+) "[^"]*"(?: for encoding "[^"]*")? does not exist/,
  /could not create locale|could not open collator|ICU is not supported|invalid locale name|locale name .* is not valid/,
] as const;

/** What an extension would have made, had it not been left out. */
const ofAnExtension = /(?:type|function|procedure|operator|operator class|relation|schema|foreign-data wrapper|server) .*does not exist/;

const isElsewhere = (why: string, leftOut: readonly string[]): boolean =>
  elsewhere.some((lack) => lack.test(why)) || (leftOut.some((each) => each.startsWith('extension ')) && ofAnExtension.test(why));

/**
 * Told by how the program ended and what it complained of; `older` where the dump is of a newer PostgreSQL than the programs here, `leftOut`
 * is what was not restored before.
 */
export function restoreFailed(
  program: string,
  end: ProcessEnd,
  stderr: string,
  stage: RestoreFailed['stage'],
  older: boolean,
  leftOut: readonly string[] = [],
): RestoreFailed {
  const complaint = complaintIn(stderr);
  if (complaint !== undefined && isElsewhere(complaint, leftOut)) {
    const without = leftOut.length === 0 ? '' : ` (it was restored without: ${leftOut.slice(0, 10).join(', ')})`;
    return new RestoreFailed('not here', stage, `${complaint}${without}`);
  }
  const why = complaint ?? `${program} ended with ${end.signal ?? `code ${end.code}`}`;
  return new RestoreFailed(problemOf(end, stderr, older), stage, why);
}

function problemOf({ signal }: ProcessEnd, stderr: string, older: boolean): RestoreProblem {
  if (/unsupported version \(|invalid command \\restrict|unrecognized compression|does not support compression/.test(stderr))
    return 'tool too old';
  if (/No space left on device|could not extend file|Disk quota exceeded/.test(stderr)) return 'no space';
  if (
    /server closed the connection|terminating connection due to|canceling statement due to|the database system is (?:shutting down|in recovery)|out of memory|connection to server .* failed/.test(
      stderr,
    )
  )
    return 'ended';
  // A newer server writes settings and statements that an older one does not know.
  if (older) return 'tool too old';
  return signal === null ? 'broken' : 'ended';
}
