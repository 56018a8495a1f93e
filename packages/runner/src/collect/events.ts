import type { Gap, RunRecord } from '@keycloak-release-gate/core';

/** What happens while a run collects; one line each in `events.jsonl`, and what the progress display shows. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly run: string;
      readonly suite: string;
      readonly environment: string;
      readonly release?: string;
      readonly chosen: string;
      /** The further places of runs that were named. */
      readonly records?: readonly string[];
      readonly looks: number;
      readonly checks: number;
      readonly deadline: string;
      /** By what the plan is known to be the same in another run. */
      readonly plan?: { readonly hash: string; readonly of: Readonly<Record<string, string>> };
    }
  | { readonly type: 'phase'; readonly phase: 'settling' | 'looking' | 'looking again' | 'judging' | 'reporting' }
  | { readonly type: 'look-waiting'; readonly look: string; readonly title: string; readonly for: string }
  | { readonly type: 'look-started'; readonly look: string; readonly title: string; readonly round: number }
  /** How far a long look is. Shown, and not kept. */
  | { readonly type: 'look-progress'; readonly look: string; readonly done: string }
  | {
      readonly type: 'look-finished';
      readonly look: string;
      readonly title: string;
      readonly round: number;
      readonly milliseconds: number;
      readonly evidence?: string;
      readonly gaps: readonly Gap[];
    }
  /** A file beside the record. */
  | ({ readonly type: 'attached' } & RunRecord['attachments'][number])
  | { readonly type: 'look-skipped'; readonly look: string; readonly title: string; readonly because: string }
  | {
      readonly type: 'settling';
      readonly round: number;
      readonly pending: readonly { readonly check: string; readonly why: string }[];
      /** How many looks in a row were good so far, and how many it takes. */
      readonly good: number;
      readonly of: number;
      readonly secondsLeft: number;
    }
  | { readonly type: 'run-finished'; readonly verdict: string; readonly exitCode: number };

/** Receives every event with its time. It must not throw. */
export type Emit = (event: RunEvent) => void;
