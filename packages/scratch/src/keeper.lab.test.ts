import { expect, test } from 'vitest';
import { DRILL, leftAfter, orphanedSharedMemory, settled } from '../test/killed.ts';

const before = orphanedSharedMemory();

test.each(['kill -9', 'kill -9', 'kill -9', 'Ctrl-C', 'Ctrl-C', 'Ctrl-C'] as const)(
  'after %s in the middle of a drill nothing is left',
  async (how) => {
    const milliseconds = Math.round(Math.random() * DRILL);
    expect(await leftAfter(milliseconds, how), `${how} after ${milliseconds} ms`).toEqual([]);
  },
);

test('no shared memory is left either', async () => {
  expect(await settled(() => orphanedSharedMemory().filter((each) => !before.includes(each)))).toEqual([]);
});
