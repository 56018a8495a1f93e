import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Keys } from '../../scratch/src/index.ts';
import type { BackupCase } from './backup-case.ts';
import { damagedBackups } from './damaged-backups.ts';
import { keysOf, toldByDrill } from './drilled-backups.ts';
import { goodBackups } from './good-backups.ts';
import { dump, restoreSample } from './sample-dumps.ts';
import { startScratchPostgres } from './scratch-postgres.ts';
import type { ScratchPostgres } from './scratch-postgres.ts';

let folder = '';
let server: ScratchPostgres;
let live: Keys;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backups-'));
  server = await startScratchPostgres();
  await restoreSample(server, folder);
  live = await keysOf(await dump(server, 'keycloak', join(folder, 'live.dump'), '--format=custom'));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const told = async (cases: readonly BackupCase[]): Promise<Readonly<Record<string, readonly string[]>>> => {
  const found: Record<string, readonly string[]> = {};
  for (const each of cases) found[each.name] = await toldByDrill(each, live);
  return found;
};

test('what reading a dump to its end does not show is found by restoring it and looking into it', async () => {
  const cases = (await damagedBackups(server, join(folder, 'damaged'))).filter(({ level }) => level === 'L3' || level === 'L4');
  const found = await told(cases);
  expect(cases.length).toBeGreaterThanOrEqual(3);
  const missed = cases.filter(({ name, codes }) => !(found[name] ?? []).some((text) => codes.includes(text.split(' ')[0] ?? '')));
  expect(missed.map(({ name, codes }) => ({ name, codes, found: found[name] }))).toEqual([]);
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
  const cases = (await goodBackups(server, join(folder, 'good'))).filter(({ name }) => odd.includes(name));
  const found = await told(cases);
  expect(Object.entries(found).filter(([, texts]) => texts.length > 0)).toEqual([]);
});
