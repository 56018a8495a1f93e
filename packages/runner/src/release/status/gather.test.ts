import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { gather } from './gather.ts';

const scratch = mkdtempSync(join(tmpdir(), 'gather-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

it('leaves nothing unpacked where something is wrong with the scenarios', async () => {
  const [repository, scenarios, temporary] = ['repository', 'scenarios', 'temporary'].map((name) => join(scratch, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [repository, join(scenarios, 'environments'), join(scenarios, 'suites'), temporary])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(repository, 'records'), 'x');
  const git = (...args: readonly string[]): void =>
    void execFileSync('git', ['-c', 'user.name=Robin', '-c', 'user.email=robin@example.org', ...args], {
      cwd: repository,
      stdio: 'ignore',
    });
  git('init', '-b', 'records');
  git('add', '.');
  git('commit', '-m', 'Records');
  vi.stubEnv('TMPDIR', temporary);
  vi.stubEnv('GIT_DIR', join(repository, '.git'));
  const asked = gather({ scenarios, reports: scratch, records: ['git:records'], variables: {} }, '2026-11-23T20:00:00Z');
  await expect(asked).rejects.toMatchObject({ problems: [{ where: expect.stringContaining('policy.ts') as string }] });
  expect(readdirSync(temporary)).toEqual([]);
});
