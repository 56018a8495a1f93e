import type { Difference } from '../diff.ts';
import type { Touch } from './touch.ts';
import type { World } from './world.ts';

/** A change, as far as it counts for what is touched: one that was seen, or one that a release announces. */
export interface Change extends Pick<Difference, 'object' | 'before' | 'after'> {
  readonly attribute?: string | undefined;
}

/** One way in which a change reaches applications and users. */
export interface ImpactRule {
  readonly id: string;
  /** The rule in a sentence. */
  readonly says: string;
  readonly fits: (change: Change) => boolean;
  /** What is touched in a configuration: it is asked for the one before the change, and for the one after it. */
  readonly touches: (change: Change, world: World) => readonly Touch[];
  /** Why nothing is touched, where `touches` finds nothing. */
  readonly nobody: string;
}

/** Whether a change is of one of these attributes, or inside one, or of the object as a whole. */
export const isOf = ({ attribute }: Change, names: readonly string[]): boolean =>
  attribute === undefined || names.some((name) => attribute === name || attribute.startsWith(`${name}.`));
