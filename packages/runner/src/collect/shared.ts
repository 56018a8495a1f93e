/** Things that one run makes once and many looks use (a browser), disposed of at the run's end in reverse order. */
export interface Shared {
  get<T>(key: string, create: () => Promise<T>, dispose: (value: T) => Promise<void>): Promise<T>;
  /** Disposes of everything, and returns what went wrong while doing so. */
  dispose(): Promise<readonly string[]>;
}

export function createShared(): Shared {
  const made = new Map<string, { readonly value: Promise<unknown>; readonly dispose: () => Promise<void> }>();
  return {
    get: async <T>(key: string, create: () => Promise<T>, dispose: (value: T) => Promise<void>): Promise<T> => {
      const known = made.get(key);
      if (known) return known.value as Promise<T>;
      const value = create();
      made.set(key, { value, dispose: async () => dispose(await value) });
      try {
        return await value;
      } catch (error) {
        // The next look may try again: a browser that could not start for lack of memory may start later.
        made.delete(key);
        throw error;
      }
    },
    dispose: async () => {
      const errors: string[] = [];
      for (const [key, { dispose }] of [...made].toReversed()) {
        try {
          await withinPatience(dispose());
        } catch (error) {
          errors.push(`${key}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      made.clear();
      return errors;
    },
  };
}

/** Milliseconds that an end may take: a browser that hangs must not hold up the verdict. */
const patience = 5_000;

async function withinPatience(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${patience / 1000} s`)), patience);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
