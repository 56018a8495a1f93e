import type { DrillRecord } from '@keycloak-release-gate/checks/backup';
import type { PolicySentence, ProvenIn, Release, Result } from '@keycloak-release-gate/core';
import type { SuiteSteps } from '../../policy/matrix.ts';
import type { RunSummary } from '../../record/run-summary.ts';
import type { RequestRecord } from '../../request/record.ts';
import type { PromotedTo } from '../promotion.ts';
import type { Stage } from './next.ts';

/** How far one sentence of the policy is, in one environment or for the release as a whole. */
export interface ProgressStep {
  /** The sentence's id, and its words. */
  readonly id: string;
  readonly sentence: string;
  readonly environment?: string;
  /** Which part of the sentence it is, where it has several: `parties contacted`. */
  readonly part?: string;
  readonly state: 'done' | 'failed' | 'missing' | 'not told' | 'not needed' | 'not provable';
  /** Why it is so. */
  readonly because: string;
  readonly evidence?: { readonly run?: string; readonly confirmation?: string; readonly plan?: string; readonly at: string };
  readonly next?: { readonly what: string; readonly command?: string; readonly who?: string };
  /** When `next` is to be done, beside the others of its environment. */
  readonly stage?: Stage;
}

/** Something that happened to the release. */
export interface ProgressEvent {
  readonly at: string;
  readonly what: string;
  readonly environment?: string;
  readonly run?: string;
  readonly tone: 'good' | 'bad' | 'neutral';
}

export interface PolicyProgress {
  readonly release: Pick<Release, 'id' | 'title' | 'status' | 'keycloak' | 'environments'>;
  /** In the order of the policy, and in each sentence in that of the environments. */
  readonly steps: readonly ProgressStep[];
  /** In the order of time. */
  readonly events: readonly ProgressEvent[];
  /** Records that cannot be believed. */
  readonly refused: readonly string[];
  /** What is to be done first; undefined where nothing is left. */
  readonly next?: ProgressStep;
  /** 1 where a step failed, 3 where something that was looked at could not be told, else 0. */
  readonly exitCode: 0 | 1 | 3;
}

/** A run of the release, as far as it was read. */
export interface ProgressRun {
  readonly summary: RunSummary;
  /** Read, verified and judged again; without it, the run is told of and proves nothing. */
  readonly read?: {
    readonly steps: readonly { readonly policy: string; readonly checks: readonly string[] }[];
    readonly results: readonly Result[];
    /** When its deploy began, where the record tells. */
    readonly deployedAt?: string;
  };
  /** Why it is not believed. */
  readonly refused?: string;
}

export interface ProgressEnvironment {
  readonly id: string;
  readonly production: boolean;
  /** The runs of this release, newest first. */
  readonly runs: readonly ProgressRun[];
  readonly proven: ProvenIn;
  /** What is known here of where the release comes to. */
  readonly promotion: PromotedTo;
  /** The rollback plan that was computed; `outdated` says why it is not of this release as it is now. */
  readonly plan?: { readonly plan: string; readonly at: string; readonly because: string; readonly outdated?: string };
  /** The backups that were restored on trial, newest first. */
  readonly drills?: readonly DrillRecord[];
  /** What the board was to be asked. */
  readonly request?: RequestRecord;
  /** The backup that the newest pre-release run pinned. */
  readonly pin: { readonly name: string; readonly sha256: string } | null;
}

export interface ProgressInput {
  readonly policy: readonly PolicySentence[];
  readonly suites: readonly SuiteSteps[];
  readonly release: Release;
  /** In the order of the release. */
  readonly environments: readonly ProgressEnvironment[];
  readonly refused: readonly string[];
  readonly now: string;
}

/** The words of a sentence, for a step of it. */
export const wordsOf = ({ id, sentence }: PolicySentence): Pick<ProgressStep, 'id' | 'sentence'> => ({ id, sentence });

/** Where the board is asked to let it go: its first production; where none is one, its last environment. */
export const targetOf = (environments: readonly ProgressEnvironment[]): ProgressEnvironment | undefined =>
  environments.find(({ production }) => production) ?? environments.at(-1);

/** Whether a rollback there restores the database: as it is declared, or as the computed plan says. One that nobody could tell counts as plan B. */
export const needsRestore = ({ plan }: ProgressEnvironment, { rollback }: Release): boolean =>
  rollback.plan === 'B' || (plan !== undefined && plan.outdated === undefined && plan.plan !== 'A');

/** Who does what nobody else is named for. */
export const authorOf = ({ author }: Release): string => author ?? 'who makes the change';

/** How a suite is run for a release, and by whom. */
export const runCommand = (environment: string, suite: string, release: Release): { readonly command: string; readonly who: string } => ({
  command: `verify --env ${environment} --suite ${suite} --release ${release.id}`,
  who: authorOf(release),
});
