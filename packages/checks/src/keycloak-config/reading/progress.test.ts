import { expect, it } from 'vitest';
import { progressOf } from './progress.ts';

it('is not told oftener than it can be read', async () => {
  let told = 0;
  const { each } = progressOf(
    () => (told += 1),
    () => 1_000,
  );
  await each(
    'clients',
    Array.from({ length: 500 }, (_, index) => index),
    async (item) => item,
  );
  expect(told).toBe(1);
});

it('tells how far each long work is, until it is done, and nothing of short ones', async () => {
  const told: string[] = [];
  let time = 0;
  const { each } = progressOf(
    (done) => told.push(done),
    () => (time += 100),
  );
  expect(await each('scopes', [1, 2, 3], async (item) => item * 2)).toEqual([2, 4, 6]);
  expect(told).toEqual([]);
  const many = Array.from({ length: 1_200 }, (_, index) => index);
  const gate = Promise.withResolvers<void>();
  const clients = each('clients', many, async (item) => {
    if (item >= 1_000) await gate.promise;
    return item;
  });
  const roles = each('roles', many.slice(0, 60), async () => gate.promise);
  await new Promise((resolve) => setImmediate(resolve));
  expect(told.at(-1)).toBe('clients 1,000 of 1,200, roles 0 of 60');
  gate.resolve();
  await Promise.all([clients, roles]);
  expect(told.at(-1)).toBe('');
});
