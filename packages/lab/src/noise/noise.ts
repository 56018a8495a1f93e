import type { ExpectedChange } from '@keycloak-release-gate/core';
import type { Lab } from '../lab/lab.ts';
import type { TemplateChange } from '../faults/workload.ts';

/**
 * One thing that looks like trouble and is none: with it, the gate must still say yes. What changes the pods is deployed
 * together, in one rollout; `before` is done before it, `after` when it is done, and `during` while the gate looks.
 */
export interface Noise {
  readonly id: string;
  /** What one would say to a colleague who asks about it. */
  readonly title: string;
  /** Warnings that are true of it all the same. */
  readonly warns?: readonly string[];
  readonly before?: (lab: Lab, signal: AbortSignal) => Promise<void>;
  /** What it changes in the pods; `image` is the one that they run. */
  readonly template?: (image: string) => TemplateChange;
  /** What a release must announce of it: what is deployed with it is configuration, too. */
  readonly announces?: readonly ExpectedChange[];
  readonly after?: (lab: Lab, signal: AbortSignal) => Promise<void>;
  readonly during?: (lab: Lab, signal: AbortSignal) => Promise<void>;
  /** What the pods' end does not undo. */
  readonly heal?: (lab: Lab, signal: AbortSignal) => Promise<void>;
}
