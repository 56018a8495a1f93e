import type { HeldPlan } from './words.ts';
import { isStrongEnough } from './words.ts';

/** The record as it is written, and how the declared plan stands to it. */
export const jsonPlan = (held: HeldPlan): string =>
  `${JSON.stringify({ ...held.record, declared: held.declared, strongEnough: isStrongEnough(held) }, null, 2)}\n`;
