import type { Lab } from '../lab/lab.ts';

/** What the gate must say about a fault, and nothing else. */
export interface Expectation {
  /** The suite that is run on the faulty lab. */
  readonly suite: 'pre-release' | 'post-deploy' | 'pre-restore' | 'post-rollback' | 'health';
  /** The code that names the root cause, of a finding (exit 1), of a gap (exit 3), or of a warning that lets the release go on (exit 0). */
  readonly cause: `${string}/${string}`;
  /** What a run of the whole suite exits with. */
  readonly exitCode: 0 | 1 | 3;
  /** Codes of consequences that may be told beside it. */
  readonly mayAlso: readonly string[];
  /** The checks to judge it with, as `--only` takes them: domains, check ids or keys. */
  readonly domains: readonly string[];
  /** How often Keycloak refuses what the gate types because of it; never without it. */
  readonly refusals?: number;
  /** Checks that are not looked at because of it, and name one of those as their root cause. */
  readonly blocks?: readonly string[];
}

/**
 * One thing that goes wrong in a release environment, as it really goes wrong there. `inject` and `heal` resolve when the
 * fault, or the healthy state, can be seen; either may be called in a process of its own, so that nothing is remembered
 * in between but what the lab itself holds.
 */
export interface Fault {
  readonly id: string;
  /** What went wrong, as one would say it to a colleague. */
  readonly title: string;
  readonly inject: (lab: Lab, signal: AbortSignal) => Promise<void>;
  readonly heal: (lab: Lab, signal: AbortSignal) => Promise<void>;
  readonly expect: Expectation;
}

/** The one application whose login is looked at. */
export const journeyOf = (application: string): string => `login/login-and-logout[${application}]`;
