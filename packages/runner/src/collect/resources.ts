/** What looks use: a name alone is exclusive (`user/alice`), `browser:4` is one of four slots. */
export interface Resources {
  /** Waits until everything is free, takes it all at once (so nobody holds one and waits for another), and returns how to give it back. */
  take(uses: readonly string[], waiting: (resource: string) => void): Promise<() => void>;
}

export function createResources(): Resources {
  const taken = new Map<string, number>();
  const queue: { readonly needs: readonly Need[]; readonly start: () => void }[] = [];

  const busy = (needs: readonly Need[]): Need | undefined => needs.find(({ name, slots }) => (taken.get(name) ?? 0) >= slots);
  const startWhatCan = (): void => {
    for (let index = 0; index < queue.length;) {
      const waiting = queue[index];
      if (!waiting || busy(waiting.needs)) index += 1;
      else {
        queue.splice(index, 1);
        for (const { name } of waiting.needs) taken.set(name, (taken.get(name) ?? 0) + 1);
        waiting.start();
      }
    }
  };
  return {
    take: async (uses, waiting) => {
      const needs = uses.map(parse);
      const obstacle = busy(needs);
      if (obstacle) waiting(obstacle.name);
      await new Promise<void>((start) => {
        queue.push({ needs, start });
        startWhatCan();
      });
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        for (const { name } of needs) taken.set(name, (taken.get(name) ?? 1) - 1);
        startWhatCan();
      };
    },
  };
}

interface Need {
  readonly name: string;
  readonly slots: number;
}

function parse(use: string): Need {
  const slots = /^(.+):(\d+)$/.exec(use);
  return slots ? { name: slots[1] ?? use, slots: Math.max(1, Number(slots[2])) } : { name: use, slots: 1 };
}
