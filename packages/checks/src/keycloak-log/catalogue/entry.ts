import type { Code, CodeSeverity } from '@keycloak-release-gate/core';
import type { VersionRange } from './version-range.ts';

/** What every entry of the catalogue says beside what it matches. */
interface About {
  /** What the message means, in a sentence. */
  readonly why: string;
  /** Where that is known from: a recorded log, an issue, or the source that prints it. */
  readonly source: string;
  /** The versions of Keycloak that it holds for; all, where it is left out. */
  readonly versions?: VersionRange;
}

/** All that is given must match. */
interface Match {
  /** The messages' own numbers. */
  readonly numbers?: readonly string[];
  /** The full name; logs may abbreviate it. */
  readonly logger?: string;
  /** In the message's template, where quoted values and numbers are left out. */
  readonly template?: RegExp;
}

/** A warning or error that says nothing about the release. */
export type Benign = About &
  Match & {
    readonly kind: 'benign';
    /** The classes of the exceptions at the root that it may come with; where it is left out, it is excused with none. */
    readonly exceptions?: readonly string[] | 'any';
    /** It is excused for its exception alone: where that is cut off or was not logged, nobody knows what failed. */
    readonly exceptionNeeded?: true;
    /** Only a run that has ended logs it: anywhere else somebody put it into a logged value, to have an error overlooked. */
    readonly onlyIn?: 'ended run';
  };

/** A warning or error that is known to be bad. */
export type Bad = About &
  Match & {
    readonly kind: 'bad';
    /** The class of the exception at the root. */
    readonly exception?: string;
    readonly code: Code;
    readonly severity?: CodeSeverity;
    /** It speaks of this start or this process: that it was so before the release, too, excuses nothing. */
    readonly ofThisStart?: true;
    /**
     * What would be otherwise if it were so. A line can be forged by whoever controls a logged value, so where every pod that logged
     * it shows the contrary it only warns. `finished start`: the pod is ready, and its start came to its end. `running process`: the
     * run that logged that it ends still goes on.
     */
    readonly refutedBy?: 'finished start' | 'running process';
  };

/** What each start of a version must have logged. */
export type Required = About & {
  readonly kind: 'required';
  readonly name: 'banner' | 'bootstrap' | 'profile';
  readonly logger: string;
  /** In the message as it was printed. */
  readonly message: RegExp;
};

/** A message of Keycloak that is known, what it means, and where that is known from. */
export type KnownMessage = Benign | Bad;
