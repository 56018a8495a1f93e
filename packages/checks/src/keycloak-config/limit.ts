/** Runs work with no more than so many at a time, first come, first served. */
export function limit(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  let served = 0;
  const next = (): void => {
    running -= 1;
    const start = waiting[served];
    if (!start) return;
    served += 1;
    // The list is cut now and then, not at each turn: thousands may wait.
    if (served > 1_000) {
      waiting.splice(0, served);
      served = 0;
    }
    start();
  };
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      next();
    }
  };
}
