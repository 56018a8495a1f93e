import { setTimeout as after } from 'node:timers/promises';

/** Milliseconds between two looks. */
const pause = 200;

/**
 * Looks until there is something to see, and returns it. Throws when `withinMs` is over, with `what` was waited for and
 * what went wrong at the last look.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  signal: AbortSignal,
  withinMs = 180_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    signal.throwIfAborted();
    let last: unknown;
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`It did not come to this within ${withinMs / 1000} s: ${what}.`, { cause: last });
    await after(pause, undefined, { signal });
  }
}
