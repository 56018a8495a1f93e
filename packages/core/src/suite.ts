import type { CheckInstance } from './check.ts';
import type { RunContext } from './collector.ts';
import type { PolicySentence } from './policy.ts';

/** One sentence of the policy, and the checks that prove it. */
export interface Step {
  readonly policy: PolicySentence;
  readonly checks: readonly CheckInstance[];
}

/** A list of steps that reads like the policy. */
export interface Suite {
  readonly id: string;
  readonly title: string;
  /** False for a suite that can be run on any day without a release. */
  readonly needsRelease: boolean;
  readonly steps: (run: RunContext) => readonly Step[];
}

/** A suite, for `scenarios/suites/`. */
export const defineSuite = (suite: Omit<Suite, 'needsRelease'> & { readonly needsRelease?: boolean }): Suite => ({
  needsRelease: true,
  ...suite,
});

/** A step of a suite: the policy's sentence, and the checks that prove it. */
export const step = (policy: PolicySentence, checks: readonly CheckInstance[]): Step => ({
  policy,
  checks,
});
