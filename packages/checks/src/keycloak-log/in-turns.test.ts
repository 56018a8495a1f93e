import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inTurns } from './in-turns.ts';

it('works on a few at a time, and gives the results in the order of the items', async () => {
  let busy = 0;
  let most = 0;
  const results = await inTurns([5, 1, 4, 2, 3], 2, async (turns) => {
    busy += 1;
    most = Math.max(most, busy);
    for (let index = 0; index < turns; index += 1) await turn();
    busy -= 1;
    return turns * 10;
  });
  expect({ results, most }).toEqual({ results: [50, 10, 40, 20, 30], most: 2 });
});

it('rejects with the first failure', async () => {
  await expect(inTurns([1, 2], 1, (item) => Promise.reject(new Error(`no ${item}`)))).rejects.toThrow('no 1');
});
