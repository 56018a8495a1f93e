import { expect, test } from 'vitest';
import { DRILL, leftAfter, orphanedSharedMemory, settled } from '../test/killed.ts';

const rounds = 20;
const before = orphanedSharedMemory();

/** Spread over the whole drill, so that every step of it is cut off. */
const moments = Array.from({ length: rounds }, (_, index) => Math.round((index / rounds) * DRILL));

test.each(['kill -9', 'Ctrl-C'] as const)(`after ${rounds} times %s in the middle of a drill nothing is left`, async (how) => {
  for (const milliseconds of moments) expect(await leftAfter(milliseconds, how), `${how} after ${milliseconds} ms`).toEqual([]);
  expect(await settled(() => orphanedSharedMemory().filter((each) => !before.includes(each)))).toEqual([]);
});
