import type { OutcomeKind, Result, RunRecord, VerdictKind } from '@keycloak-release-gate/core';

/** How an outcome is told: always a sign and a word, never a colour alone. */
export interface OutcomeWords {
  readonly sign: string;
  readonly word: string;
  /** As in "2 failed". */
  readonly count: string;
}

export const outcomeWords: Readonly<Record<OutcomeKind, OutcomeWords>> = {
  fail: { sign: '✗', word: 'Failed', count: 'failed' },
  inconclusive: { sign: '?', word: 'Inconclusive', count: 'inconclusive' },
  blocked: { sign: '⊘', word: 'Blocked', count: 'blocked' },
  warn: { sign: '!', word: 'Warning', count: 'with warnings' },
  pass: { sign: '✓', word: 'Passed', count: 'passed' },
  skipped: { sign: '–', word: 'Skipped', count: 'skipped' },
};

/** Worst first: the order in which a reader wants them. */
export const outcomeOrder: readonly OutcomeKind[] = ['fail', 'inconclusive', 'blocked', 'warn', 'pass', 'skipped'];

export const verdictWords: Readonly<Record<VerdictKind, string>> = {
  pass: 'Pass',
  'pass with warnings': 'Pass with warnings',
  fail: 'Fail',
  configuration: 'Not run',
  inconclusive: 'Inconclusive',
  internal: 'Not run',
  interrupted: 'Interrupted',
};

/** The verdict in a sentence or two, as one would say it to the release board. */
export function verdictSentence(record: Pick<RunRecord, 'verdict' | 'results' | 'run'>): string {
  const blockers = record.results.filter((result) => result.severity === 'blocker');
  const of = (...kinds: OutcomeKind[]): number => blockers.filter((result) => kinds.includes(result.outcome.kind)).length;
  const failed = of('fail');
  const unseen = of('inconclusive', 'blocked');
  const total = blockers.length;
  // A yes that rests on a waiver says so.
  const waived = blockers.filter((result) => [...result.findings, ...result.gaps].some((item) => item.waiver)).length;
  const withWaivers = waived > 0 ? `, ${waived} of them with a waiver` : '';
  switch (record.verdict.kind) {
    case 'pass':
      return `${countOf(of('pass'), 'blocking check')} passed${withWaivers}, and nothing stands in the way.`;
    case 'pass with warnings':
      return `${countOf(of('pass', 'warn'), 'blocking check')} passed${withWaivers}. Something is left to look at when time allows.`;
    case 'fail':
      return `${failed} of ${countOf(total, 'blocking check')} failed${unseen > 0 ? `, and ${unseen} more could not be verified` : ''}. The gate stays closed.`;
    case 'inconclusive':
      if (record.run.partial !== undefined)
        return `Only a part of the suite was run (${record.run.partial}). A partial run never opens the gate.`;
      return unseen > 0
        ? `Nothing failed, but ${unseen} of ${countOf(total, 'blocking check')} could not be verified. What was not seen is not a yes.`
        : `No blocking check proved anything. What was not seen is not a yes.`;
    case 'interrupted':
      return 'The run was ended before it was complete. This is what was seen until then; it is not a yes.';
    case 'configuration':
      return 'The configuration is not right: nothing was looked at.';
    case 'internal':
      return 'The gate itself failed: nothing is proven.';
  }
}

/** `countOf(1, 'check')` is "1 check"; `countOf(2, 'check')` is "2 checks". */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** A duration as a person says it; from milliseconds. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** The title of a check, with what it is about where there is one instance per application or realm. */
export const titleOf = (result: Pick<Result, 'title' | 'about'>): string =>
  result.about === undefined ? result.title : `${result.title}: ${result.about}`;
