import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDrilledSample } from './drilled-backups.ts';
import type { DrilledSample } from './drilled-backups.ts';
import { goodBackups } from './good-backups.ts';

let sample: DrilledSample;
beforeAll(async () => {
  sample = await openDrilledSample();
});
afterAll(() => sample.close());

test('good backups of every format are restored, and raise no alarm', async () => {
  const cases = await goodBackups(sample.server, join(sample.folder, 'good'));
  const found = await sample.told(cases);
  expect(Object.entries(found).filter(([, { L4 }]) => L4.length > 0)).toEqual([]);
});
