import type { z } from 'zod';
import type { RunContext } from './collector.ts';
import type { Exhibit } from './exhibit.ts';
import type { Fact, Finding, Gap } from './finding.ts';
import type { EvidenceOf, Reads } from './look.ts';

/** `blocker` decides the verdict; `warning` can only warn; `info` tells. */
export type Severity = 'blocker' | 'warning' | 'info';

/** What a check concludes from the evidence. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** What the evidence turned out not to show. */
  readonly gaps?: readonly Gap[];
  readonly facts?: readonly Fact[];
  readonly exhibits?: readonly Exhibit[];
  /** Why it is too early to tell. `findings` then say what holds if the time runs out. */
  readonly settling?: string;
}

/** One statement about the system, and the pure rule that proves or refutes it. */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** Why it matters, for `verify explain` and the report. */
  readonly why: string;
  readonly severity: Severity;
  readonly reads: Reads;
  /** Ids of checks that must be good first; else this one is blocked. */
  readonly needs: readonly string[];
  readonly onGaps: 'inconclusive' | 'judge';
  /** It is about the deploy: the runner finds out which one that was, of the Deploy action itself where it can be asked. */
  readonly judgesDeploy: boolean;
  readonly expects: z.ZodType;
  /** The id of what it is about, where there is one instance per application, realm and so on. */
  about(subject: unknown): string | undefined;
  /** What the checks that it needs are about; undefined where nothing is said. */
  aboutNeed(id: string, subject: unknown): readonly string[] | undefined;
  severityFor(subject: unknown): Severity;
  /** What is expected by the release and the environment; the suite's own words come on top. */
  expected(run: RunContext, subject: unknown): object;
  /** Why it does not apply to this run, if so. */
  skip(run: RunContext, subject: unknown): string | undefined;
  judge(evidence: Readonly<Record<string, unknown>>, expected: unknown, context: JudgeContext): Judgement;
}

/** What a judge knows beside the evidence; all of it stands in the record. */
export interface JudgeContext {
  readonly about?: string;
  /** When the run began, ISO 8601: the only clock a judge has. Of a run that was merged of parts, when the newest of these began (`judgedAt`). */
  readonly now: string;
  /** When the oldest part of such a run began: until then the gate itself had done nothing. */
  readonly began?: string;
}

/** A check in a suite's step, with its subject and the suite's words. */
export interface CheckInstance {
  readonly check: Check;
  readonly subject: unknown;
  readonly words: object;
}

/** Called in a suite it gives an instance: `podsHealthy({ maxRestarts: 1 })`, `applications.map(loginAndLogout)`. */
export interface CheckFactory<S, W> {
  (...args: S extends void ? [words?: W] : [subject: S, words?: W | number, ...rest: unknown[]]): CheckInstance;
  readonly check: Check;
}

/**
 * A check that must be good first. There may be several instances of it: without `of`, the one that is about the same, else all of them
 * must be good; with `of`, those that it names, as far as they are in the suite.
 */
export interface Need<S> {
  readonly check: Check;
  readonly of?: (subject: S) => readonly string[];
}

/** Defines a check. The types of evidence and expectations follow from `reads` and `expects`. */
export function defineCheck<const R extends Reads, X extends z.ZodType, S = void>(definition: {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly severity?: Severity | ((subject: S) => Severity);
  readonly about?: (subject: S) => string;
  readonly reads: R;
  readonly needs?: readonly Need<S>[];
  readonly onGaps?: 'inconclusive' | 'judge';
  readonly judgesDeploy?: boolean;
  readonly expects: X;
  readonly expected?: (run: RunContext, subject: S) => Partial<z.input<X>> & object;
  readonly skip?: (run: RunContext, subject: S) => string | undefined;
  readonly judge: (evidence: EvidenceOf<R>, expected: z.output<X>, context: JudgeContext) => Judgement;
}): CheckFactory<S, Partial<z.input<X>>> {
  const { severity = 'blocker' } = definition;
  const check: Check = {
    id: definition.id,
    title: definition.title,
    why: definition.why,
    severity: typeof severity === 'function' ? 'blocker' : severity,
    reads: definition.reads,
    needs: (definition.needs ?? []).map((need) => need.check.id),
    onGaps: definition.onGaps ?? 'inconclusive',
    judgesDeploy: definition.judgesDeploy ?? false,
    expects: definition.expects,
    about: (subject) => definition.about?.(subject as S),
    aboutNeed: (id, subject) => definition.needs?.find((need) => need.check.id === id)?.of?.(subject as S),
    severityFor: (subject) => (typeof severity === 'function' ? severity(subject as S) : severity),
    expected: (run, subject) => definition.expected?.(run, subject as S) ?? {},
    skip: (run, subject) => definition.skip?.(run, subject as S),
    judge: (evidence, expected, context) => definition.judge(evidence as EvidenceOf<R>, expected as z.output<X>, context),
  };
  // With `about`, the first argument is the subject; `map` then also passes an index, which is no word of the suite's.
  const instance = (...args: readonly unknown[]): CheckInstance => {
    const words = definition.about ? args[1] : args[0];
    return {
      check,
      subject: definition.about ? args[0] : undefined,
      words: isWords(words) ? words : {},
    };
  };
  return Object.assign(instance, { check });
}

const isWords = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
