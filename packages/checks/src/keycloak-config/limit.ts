/** Runs work with no more than so many at a time, first come, first served. */
export function limit(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = most;
  let waiting: (() => void)[] = [];
  let served = 0;
  const release = (): void => {
    const start = waiting[served];
    if (!start) {
      free += 1;
      return;
    }
    served += 1;
    // The list is cut now and then, not at each turn: thousands may wait.
    if (served > 1_000) {
      waiting = waiting.slice(served);
      served = 0;
    }
    // The place goes from one to the next, so that nobody can take it in between.
    start();
  };
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      release();
    }
  };
}
