import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BackupCase } from './backup-case.ts';
import { damagedBackups } from './damaged-backups.ts';
import { openDrilledSample } from './drilled-backups.ts';
import type { DrilledSample } from './drilled-backups.ts';
import { goodBackups } from './good-backups.ts';

let sample: DrilledSample;
beforeAll(async () => {
  sample = await openDrilledSample();
});
afterAll(() => sample.close());

test('what reading a dump to its end does not show is found by restoring it and looking into it', async () => {
  const cases = (await damagedBackups(sample.server, join(sample.folder, 'damaged'))).filter(
    ({ level }) => level === 'L3' || level === 'L4',
  );
  const found = await sample.told(cases);
  expect(cases.length).toBeGreaterThanOrEqual(3);
  const finds = ({ name, codes }: BackupCase, level: 'L3' | 'L4'): boolean =>
    (found[name]?.[level] ?? []).some((text) => codes.includes(text.split(' ')[0] ?? ''));
  const missed = cases.filter((each) => !finds(each, 'L4'));
  expect(missed.map(({ name, codes }) => ({ name, codes, found: found[name] }))).toEqual([]);
  expect(cases.map((each) => `${each.name}: ${finds(each, 'L3') ? 'L3' : 'L4'}`)).toEqual(
    cases.map(({ name, level }) => `${name}: ${level}`),
  );
});

test('good backups, in what is odd about them, raise no alarm', async () => {
  const odd = [
    'plain that cleans up first',
    'plain, everything quoted',
    'plain in many frames of zstd',
    'in another schema',
    'plain, large rows and odd things',
    'tar, large rows and odd things',
    'large rows and odd things',
    'custom through a pipe',
  ];
  const cases = (await goodBackups(sample.server, join(sample.folder, 'good'))).filter(({ name }) => odd.includes(name));
  const found = await sample.told(cases);
  expect(Object.entries(found).filter(([, { L4 }]) => L4.length > 0)).toEqual([]);
});
