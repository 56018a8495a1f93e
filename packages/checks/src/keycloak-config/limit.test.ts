import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limit } from './limit.ts';

test('never more than so many at a time, all of them once, those that fail too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 7 }), fc.array(fc.boolean(), { maxLength: 60 }), async (most, works) => {
      const within = limit(most);
      let running = 0;
      let highest = 0;
      const done = await Promise.allSettled(
        works.map(async (good, index) =>
          within(async () => {
            running += 1;
            highest = Math.max(highest, running);
            await Promise.resolve();
            running -= 1;
            if (!good) throw new Error('no');
            return index;
          }),
        ),
      );
      expect(highest).toBeLessThanOrEqual(most);
      expect(done.map(({ status }) => status)).toEqual(works.map((good) => (good ? 'fulfilled' : 'rejected')));
    }),
    { numRuns: 50 },
  );
});
