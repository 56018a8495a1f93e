import type { RollbackPlanRecord } from '@keycloak-release-gate/checks';
import type { Confirmation, Exhibit, ProvenIn, Release, RunRecord, Waiver } from '@keycloak-release-gate/core';
import { wordsOfChange } from '@keycloak-release-gate/core';
import type { PromotedTo } from '../release/promotion.ts';
import { confirmationsIn } from './confirmations.ts';
import { evidenceIn } from './evidence.ts';
import { impactIn } from './impact.ts';
import { risksIn } from './risks.ts';
import { rollbackIn } from './rollback.ts';
import { waiversIn } from './waivers.ts';

/** An environment, as far as its file says it without any variable. */
export interface Place {
  readonly id: string;
  readonly title: string;
  readonly production: boolean;
  readonly timeZone: string;
  /** The titles of its applications. */
  readonly applications: readonly string[];
}

/** Where the release goes in the end, and what is known of it here. */
export interface Target extends Place {
  readonly promotion: PromotedTo;
}

/** A run as it lies on disk, its hashes verified, and judged again. */
export interface SeenRun {
  readonly record: RunRecord;
  /** The way to its folder from where the request is written. */
  readonly folder: string;
  /** The SHA-256 of its list of hashes, which stands for all of it. */
  readonly sha256: string;
}

/** What there is of a release in an environment that it went to before. */
export interface Tried {
  readonly place: Place;
  readonly proven: ProvenIn;
  /** The newest whole post-deploy run of the release, where it can be believed. */
  readonly run?: SeenRun;
}

/** The computed rollback plan, and where it was computed. */
export interface ComputedPlan {
  readonly place: Place;
  readonly record: RollbackPlanRecord;
}

/** All that a request is made from. */
export interface RequestInput {
  readonly release: Release;
  /** Where the board is asked to let it go. */
  readonly target: Target;
  /** The environments before, in the order of the release. */
  readonly tried: readonly Tried[];
  /** Where records were looked for. */
  readonly places: readonly string[];
  /** Computed rollback plans of the release, the target's first. */
  readonly plans: readonly ComputedPlan[];
  /** ISO 8601. */
  readonly now: string;
  readonly tool: string;
}

/** What must be there before the board is asked, and is not. */
export interface Missing {
  /** True where something says no; false where only nobody said yes. */
  readonly saysNo: boolean;
  readonly what: string;
  readonly next: string;
  readonly who: string;
}

/** What came of a release in an environment. */
export interface Evidence {
  readonly place: Place;
  readonly state: 'passed' | 'failed' | 'missing';
  readonly words: string;
  readonly run?: {
    readonly id: string;
    readonly suite: string;
    readonly verdict: string;
    readonly finishedAt: string;
    readonly by: string;
    readonly folder: string;
    readonly sha256: string;
  };
}

export interface Impact {
  readonly declared: string;
  readonly computed: readonly string[];
  readonly exhibits: readonly Exhibit[];
}

export interface Rollback {
  /** Whether restoring a backup of the database is needed, as the policy asks. */
  readonly restores: boolean;
  readonly answer: string;
  readonly declared: Release['rollback'];
  /** How the declared plan stands to the computed one, or why nothing was computed. */
  readonly verdict: string;
  readonly computed?: {
    readonly environment: string;
    readonly at: string;
    readonly because: string;
    readonly rules: readonly {
      readonly rule: string;
      readonly holds: boolean | null;
      readonly because: string;
      readonly decides: boolean;
    }[];
    readonly tried: readonly string[];
  };
  /** What restoring the backup would lose; empty where nothing is restored. */
  readonly lost: string;
}

export interface Said {
  readonly type: Confirmation['type'];
  readonly state: 'given' | 'missing' | 'later';
  readonly words: string;
}

export interface Risk {
  readonly where: readonly string[];
  readonly words: string;
  readonly code?: string;
}

export interface Accepted {
  readonly waiver: Waiver;
  readonly state: 'valid' | 'expired' | 'ends before the release does';
  readonly usedIn: readonly string[];
}

/** What the release board decides on. */
export interface ReleaseRequest {
  readonly release: Release;
  readonly target: Place;
  readonly at: string;
  readonly tool: string;
  readonly verdict: 'ready' | 'not ready' | 'not proven';
  readonly missing: readonly Missing[];
  readonly changes: readonly string[];
  readonly impact: Impact;
  readonly rollback: Rollback;
  readonly evidence: readonly Evidence[];
  readonly confirmations: readonly Said[];
  readonly risks: readonly Risk[];
  readonly waivers: readonly Accepted[];
}

/** The request, and whether it can be made. Pure. */
export function requestOf(input: RequestInput): ReleaseRequest {
  const { release, target, now, tool } = input;
  const evidence = evidenceIn(input);
  const rollback = rollbackIn(input);
  const confirmations = confirmationsIn(input, rollback.value.restores);
  const missing = [...evidence.missing, ...rollback.missing, ...confirmations.missing, ...windowMissing(release, now)];
  return {
    release,
    target,
    at: now,
    tool,
    verdict: missing.length === 0 ? 'ready' : missing.some(({ saysNo }) => saysNo) ? 'not ready' : 'not proven',
    missing,
    changes: release.expectedChanges.map((change) => `${wordsOfChange(change)}${change.why === undefined ? '' : `: ${change.why}`}`),
    impact: impactIn(input),
    rollback: rollback.value,
    evidence: evidence.value,
    confirmations: confirmations.value,
    risks: risksIn(input),
    waivers: waiversIn(input),
  };
}

/** Nobody can agree to a window that is over. */
const windowMissing = ({ window, author }: Release, now: string): readonly Missing[] =>
  window && Date.parse(window.to) <= Date.parse(now)
    ? [
        {
          saysNo: true,
          what: `The window of the release is over: it ended ${window.to}.`,
          next: 'Write another `window` into the release file, or leave it out until the board has decided.',
          who: author ?? 'IS4U',
        },
      ]
    : [];

/** 0 where the board can be asked, 1 where something says no, 3 where something is not there yet. */
export const exitCodeOf = ({ verdict }: ReleaseRequest): 0 | 1 | 3 => (verdict === 'ready' ? 0 : verdict === 'not ready' ? 1 : 3);
