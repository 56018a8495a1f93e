import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Keys } from '../../scratch/src/index.ts';
import type { BackupCase } from './backup-case.ts';
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

test('good backups of every format are restored, and raise no alarm', async () => {
  const cases = await goodBackups(server, join(folder, 'good'));
  const found = await told(cases);
  expect(Object.entries(found).filter(([, texts]) => texts.length > 0)).toEqual([]);
});
