import type { BackOffRange } from './settings.ts';

interface Entry {
  readonly seconds: number;
  readonly updated: number;
}

/**
 * The exponential back-off of a kubelet [client-go util/flowcontrol/backoff.go]: the first failure costs nothing, each
 * further one doubles the pause, and a thing that went well for twice the maximum starts afresh.
 */
export interface BackOff {
  /** Milliseconds that remain of the pause that began at `since`; 0 when it is over or there is none. */
  remaining(key: string, since: Date, now: Date): number;
  /** The present pause in milliseconds. */
  pause(key: string): number;
  /** Counts a failure at `at`: the next pause is longer. */
  next(key: string, at: Date): void;
  forget(keyPrefix: string): void;
}

export function makeBackOff({ baseSeconds, maxSeconds }: BackOffRange): BackOff {
  const entries = new Map<string, Entry>();
  const current = (key: string, at: Date): Entry | undefined => {
    const entry = entries.get(key);
    return entry === undefined || at.getTime() - entry.updated > 2 * maxSeconds * 1000 ? undefined : entry;
  };
  return {
    remaining(key, since, now) {
      const entry = current(key, since);
      return entry === undefined ? 0 : Math.max(0, since.getTime() + entry.seconds * 1000 - now.getTime());
    },
    pause: (key) => (entries.get(key)?.seconds ?? 0) * 1000,
    next(key, at) {
      const entry = current(key, at);
      const seconds = entry === undefined ? baseSeconds : Math.min(entry.seconds * 2, maxSeconds);
      entries.set(key, { seconds, updated: at.getTime() });
    },
    forget(keyPrefix) {
      for (const key of entries.keys()) if (key.startsWith(keyPrefix)) entries.delete(key);
    },
  };
}
