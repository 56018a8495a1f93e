/** Does work for each of many things, and tells how far it is. */
export interface Progress {
  /** All results, in the order of the items. Rejects with the first failure. */
  each<T, R>(what: string, items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]>;
}

/** Fewer are done before anybody could read it. */
const worthTelling = 50;

/** Milliseconds between two tellings: oftener, telling would take its time. */
const pause = 100;

/** Tells `clients 1,200 of 5,000, roles of clients 700 of 5,000` now and then: whatever is begun and not done yet. */
export function progressOf(tell: (done: string) => void, now: () => number = Date.now): Progress {
  let told = 0;
  const works = new Map<string, { done: number; readonly of: number }>();
  const inWords = (): string =>
    [...works]
      .filter(([, { done, of }]) => done < of)
      .map(([what, { done, of }]) => `${what} ${inThousands(done)} of ${inThousands(of)}`)
      .join(', ');
  return {
    each: async (what, items, work) => {
      if (items.length < worthTelling) return Promise.all(items.map(work));
      const counted = { done: 0, of: items.length };
      works.set(what, counted);
      return Promise.all(
        items.map(async (item) => {
          const result = await work(item);
          counted.done += 1;
          if (now() - told >= pause) {
            told = now();
            tell(inWords());
          }
          return result;
        }),
      );
    },
  };
}

const inThousands = (count: number): string => count.toLocaleString('en-GB');
