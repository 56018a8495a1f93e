import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { accountOf } from './account.ts';
import { holdAccount } from './hold.ts';

const state = await mkdtemp(join(tmpdir(), 'state-'));
afterAll(() => rm(state, { recursive: true }));
const { signal } = new AbortController();
const account = (name: string) => accountOf('https://sso.example', name, state);
const { folder } = account('any');

it('one run at a time holds an account; the next one gets it when it is given back', async () => {
  const first = await holdAccount(account('robin'), { patience: 0, signal });
  expect(await holdAccount(account('robin'), { patience: 0, signal })).toBeUndefined();
  const waiting = holdAccount(account('ROBIN'), { patience: 10_000, signal });
  const other = await holdAccount(account('kim'), { patience: 0, signal });
  expect(other).toBeDefined();
  await first?.release();
  const second = await waiting;
  expect(second).toBeDefined();
  await second?.release();
  await other?.release();
  expect(await readdir(folder)).toEqual([]);
});

it('of many that want it at once, one gets it', async () => {
  const holds = await Promise.all(Array.from({ length: 20 }, () => holdAccount(account('crowd'), { patience: 0, signal })));
  expect(holds.filter((hold) => hold !== undefined)).toHaveLength(1);
  await Promise.all(holds.flatMap((hold) => hold?.release() ?? []));
});

it('a hold of a run that was killed is taken over, by one', async () => {
  const { key } = account('killed');
  const file = join(folder, `${key}.lock`);
  await writeFile(file, 'somebody');
  expect(await holdAccount(account('killed'), { patience: 0, signal })).toBeUndefined();
  const longAgo = new Date(Date.now() - 31_000);
  await utimes(file, longAgo, longAgo);
  const holds = await Promise.all(Array.from({ length: 10 }, () => holdAccount(account('killed'), { patience: 1_000, signal })));
  expect(holds.filter((hold) => hold !== undefined)).toHaveLength(1);
  await Promise.all(holds.flatMap((hold) => hold?.release() ?? []));
  expect((await readdir(folder)).filter((name) => name.startsWith(key))).toEqual([]);
});

it('gives up at once when the run ends', async () => {
  const held = await holdAccount(account('ended'), { patience: 0, signal });
  const end = new AbortController();
  const waiting = holdAccount(account('ended'), { patience: 60_000, signal: end.signal });
  end.abort('SIGINT');
  await expect(waiting).rejects.toThrow(/abort|SIGINT/i);
  await held?.release();
});
