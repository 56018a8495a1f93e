import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashDump } from '../src/backup/dump-hash.ts';
import type { DumpFile } from '../src/backup/kind.ts';
import { readDump } from '../src/backup/read-dump.ts';
import { flipAt } from './backup-case.ts';
import { dump, pack, restoreSample } from './sample-dumps.ts';
import { startScratchPostgres } from './scratch-postgres.ts';
import type { ScratchPostgres } from './scratch-postgres.ts';

let folder = '';
let server: ScratchPostgres;
const dumps: DumpFile[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backups-'));
  server = await startScratchPostgres();
  await restoreSample(server, folder);
  const custom = await dump(server, 'keycloak', join(folder, 'a.dump'), '--format=custom');
  const tar = await dump(server, 'keycloak', join(folder, 'a.tar'), '--format=tar');
  const plain = await dump(server, 'keycloak', join(folder, 'a.sql'), '--format=plain');
  dumps.push(
    { path: custom, kind: 'custom' },
    { path: tar, kind: 'tar' },
    { path: plain, kind: 'plain' },
    { path: pack(plain, join(folder, 'a.sql.gz'), 'gzip'), kind: 'plain', packed: 'gzip' },
    { path: pack(tar, join(folder, 'a.tar.zst'), 'zstd'), kind: 'tar', packed: 'zstd' },
  );
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a bit that flips anywhere: reading comes to an end, packed data passes never, and the hash tells what reading does not', async () => {
  const passed: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(fc.nat(4), fc.nat(999_999), fc.nat(7), async (which, share, bit) => {
      const good = dumps[which];
      if (!good) throw new Error('There are five.');
      const content = readFileSync(good.path);
      const at = Math.floor((share / 1_000_000) * content.length);
      const path = join(folder, 'flipped');
      writeFileSync(path, flipAt(() => at, bit)(content));
      const reading = await readDump({ ...good, path }, AbortSignal.timeout(120_000));
      if (reading.kind !== 'read') return;
      const name = `${good.kind} ${good.packed ?? ''}`;
      passed[name] = (passed[name] ?? 0) + 1;
      const signal = AbortSignal.timeout(10_000);
      expect((await hashDump(path, signal)).sha256).not.toBe((await hashDump(good.path, signal)).sha256);
      // Of gzip's own header, nothing but its magic number and flags matters.
      if (good.packed !== undefined) expect(at).toBeLessThan(10);
    }),
    { numRuns: 400 },
  );
  process.stdout.write(`read as whole, with a flipped bit: ${JSON.stringify(passed)}\n`);
});
