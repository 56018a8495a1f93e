import { z } from 'zod';
import type { Result } from './outcome.ts';

/** The verdicts and their exit codes. The table in the documentation is made from this one. */
export const verdicts = {
  pass: { exitCode: 0, when: 'every blocker passed, or what it found is validly waived' },
  'pass with warnings': {
    exitCode: 0,
    when: 'as pass, and there is something to look at when time allows',
  },
  fail: { exitCode: 1, when: 'an unwaived blocker failed (this beats inconclusive)' },
  configuration: {
    exitCode: 2,
    when: 'a bad scenario, waiver, option or secret; nothing was looked at',
  },
  inconclusive: {
    exitCode: 3,
    when: 'a blocker could not be verified, the deadline passed, or only a part was run',
  },
  internal: { exitCode: 4, when: 'the gate itself crashed, or a report could not be written' },
  interrupted: {
    exitCode: 130,
    when: 'Ctrl-C (143 when terminated); the partial report is written',
  },
} as const;
export type VerdictKind = keyof typeof verdicts;

export const Verdict = z.object({
  kind: z.enum(['pass', 'pass with warnings', 'fail', 'configuration', 'inconclusive', 'internal', 'interrupted']),
  exitCode: z.number().int(),
  /** Why, in words, most important first. */
  reasons: z.array(z.string()),
});
export type Verdict = z.infer<typeof Verdict>;

export interface GateInput {
  readonly results: readonly Pick<Result, 'check' | 'severity' | 'outcome'>[];
  /** Set where not all of the suite was run: how it was narrowed. Such a run never opens the gate. */
  readonly partial?: string;
  /** The run's deadline passed before all of it was looked at. */
  readonly deadlinePassed?: boolean;
  /** The signal that ended the run, if one did. */
  readonly interrupted?: 'SIGINT' | 'SIGTERM';
}

/** The verdict on a run. Pure; the one place where yes or no is decided. */
export function gate({ results, partial, deadlinePassed = false, interrupted }: GateInput): Verdict {
  const blockers = results.filter((result) => result.severity === 'blocker');
  const failed = blockers.filter((result) => result.outcome.kind === 'fail');
  const unseen = blockers.filter((result) => result.outcome.kind === 'inconclusive' || result.outcome.kind === 'blocked');
  const proven = blockers.filter((result) => result.outcome.kind === 'pass' || result.outcome.kind === 'warn');
  if (interrupted) {
    return {
      kind: 'interrupted',
      exitCode: interrupted === 'SIGTERM' ? 143 : 130,
      reasons: [`The run was interrupted by ${interrupted}.`],
    };
  }
  const failures = failed.map((result) => `${result.check} failed`);
  const gaps = unseen.map((result) => `${result.check} ${result.outcome.kind === 'blocked' ? 'is blocked' : 'could not be verified'}`);
  if (failed.length > 0) return verdict('fail', [...failures, ...gaps]);
  if (unseen.length > 0) return verdict('inconclusive', gaps);
  if (deadlinePassed) return verdict('inconclusive', ['The deadline passed before everything was looked at.']);
  if (partial) return verdict('inconclusive', [`Only a part was run (${partial}): a partial run never opens the gate.`]);
  if (proven.length === 0) return verdict('inconclusive', ['No blocking check proved anything.']);
  const doubts = results.filter((result) => !['pass', 'skipped'].includes(result.outcome.kind));
  if (doubts.length > 0)
    return verdict(
      'pass with warnings',
      doubts.map((result) => `${result.check}: ${result.outcome.kind}`),
    );
  return verdict('pass', [`${proven.length} blocking checks passed.`]);
}

const verdict = (kind: VerdictKind, reasons: readonly string[]): Verdict => ({
  kind,
  exitCode: verdicts[kind].exitCode,
  reasons: [...reasons],
});
