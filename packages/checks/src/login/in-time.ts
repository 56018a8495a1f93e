import { setTimeout as after } from 'node:timers/promises';

/** Milliseconds for a page to answer a question about itself: one that keeps its thread busy answers none. */
const patience = 5_000;

/** What the page answers, or undefined when it does not within so many milliseconds. */
export const inTime = async <T>(answer: Promise<T>, within: number = patience): Promise<T | undefined> =>
  Promise.race([answer, after(within, undefined, { ref: false })]);
