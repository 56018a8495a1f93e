import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlace } from './place.ts';
import type { ScratchPlace } from './place.ts';
import { endWhereItSpins } from './spinning.ts';

let place: ScratchPlace;
beforeAll(async () => {
  place = await openPlace(new AbortController().signal);
});
afterAll(() => place.close());

/** Runs a shell's line under the watch, and tells whether it was ended as one that gets nowhere. */
async function spins(line: string): Promise<boolean> {
  const program = await place.spawn('sh', ['-c', line]);
  const watch = endWhereItSpins(program, 0.5, 50);
  await program.ended;
  watch.end();
  return watch.spun;
}

test('a program that works and gets nowhere is ended', async () => expect(await spins('while :; do :; done')).toBe(true));

test('so is one whose child does', async () => expect(await spins('(while :; do :; done) & wait')).toBe(true));

test('one that reads is not', async () => expect(await spins('head -c 2000000000 /dev/zero | cat >/dev/null')).toBe(false));

test('nor is one that waits', async () => expect(await spins('sleep 2')).toBe(false));
