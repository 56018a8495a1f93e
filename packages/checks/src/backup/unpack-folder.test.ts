import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeUnpackFolder } from './unpack-folder.ts';

const base = mkdtempSync(join(tmpdir(), 'unpack-folder-test-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

test('what a killed process left unpacked goes away with the next one; what is in use or of something else stays', async () => {
  const program = `const { makeUnpackFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'unpack-folder.ts'))});
    process.stdout.write(await makeUnpackFolder(${JSON.stringify(base)}), () => process.kill(process.pid, 'SIGKILL'));`;
  const { stdout, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(signal).toBe('SIGKILL');
  expect(existsSync(stdout)).toBe(true);
  const inUse = await makeUnpackFolder(base);
  expect(statSync(inUse).mode & 0o777).toBe(0o700);
  // As in another container that has the same folder.
  mkdirSync(join(base, 'unpacked-backup-1-4194304-abcdef'));
  mkdirSync(join(base, 'other'));
  const next = await makeUnpackFolder(base);
  expect(readdirSync(base).toSorted()).toEqual(
    [inUse, next, 'unpacked-backup-1-4194304-abcdef', 'other'].map((each) => basename(each)).toSorted(),
  );
});
