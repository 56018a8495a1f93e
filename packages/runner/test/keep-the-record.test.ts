import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { jobOf } from './github/workflow.ts';

const scratch = mkdtempSync(join(tmpdir(), 'keep-the-record-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

// A machine on which nobody has said who is at work, as that of a job.
const env = {
  PATH: process.env['PATH'],
  HOME: scratch,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'user.useConfigOnly',
  GIT_CONFIG_VALUE_0: 'true',
};
const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=Robin', '-c', 'user.email=robin@example.org', ...args], { cwd, env, encoding: 'utf8' });

/** The text of the step of the example that keeps the record. */
const kept = jobOf('validate').steps?.find(({ run }) => run?.includes('git push') === true)?.run ?? '';

/** A checkout of the branch of the records, beside the reports of a run, and another one that has pushed since. */
function checkout(): { readonly origin: string; readonly records: string; readonly other: string } {
  const job = mkdtempSync(join(scratch, 'job-'));
  const [origin, records, other] = ['origin.git', 'records', 'other'].map((name) => join(job, name)) as [string, string, string];
  git(job, 'init', '--quiet', '--bare', '--initial-branch', 'gate-records', origin);
  git(job, 'clone', '--quiet', origin, other);
  git(other, 'commit', '--quiet', '--allow-empty', '--message', 'Records');
  git(other, 'push', '--quiet', 'origin', 'HEAD');
  git(job, 'clone', '--quiet', '--branch', 'gate-records', origin, records);
  mkdirSync(join(job, 'reports', 'acc'), { recursive: true });
  writeFileSync(join(job, 'reports', 'acc', 'run.json'), '{}');
  return { origin, records, other };
}

function pushed(other: string, name: string): void {
  writeFileSync(join(other, name), 'x');
  git(other, 'add', '--all');
  git(other, 'commit', '--quiet', '--message', name);
  git(other, 'push', '--quiet', 'origin', 'HEAD');
}

const keep = (records: string) => spawnSync('bash', ['-e', '-c', kept], { cwd: records, env, encoding: 'utf8' });
const filesAt = (origin: string): readonly string[] => git(origin, 'ls-tree', '-r', '--name-only', 'gate-records').trim().split('\n');

describe('the step that keeps the record', () => {
  it('puts it onto what others have kept meanwhile, though nobody has said who is at work', () => {
    const { origin, records, other } = checkout();
    pushed(other, 'test.json');
    const { status, stderr } = keep(records);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(filesAt(origin)).toEqual(['acc/run.json', 'test.json']);
  });

  it('tries again where somebody was quicker between the two', () => {
    const { origin, records, other } = checkout();
    const hook = join(records, '.git', 'hooks', 'pre-push');
    // Once: the other one pushes right before this one does.
    writeFileSync(
      hook,
      `#!/bin/sh\nrm "$0"\ncd '${other}' && unset GIT_DIR && echo x > quick && git add quick && git -c user.name=R -c user.email=r@example.org commit -qm quick && git push -q origin HEAD\n`,
    );
    chmodSync(hook, 0o755);
    expect(keep(records).status).toBe(0);
    expect(filesAt(origin)).toEqual(['acc/run.json', 'quick']);
  });

  it('fails where it cannot be kept', () => {
    const { origin, records } = checkout();
    rmSync(origin, { recursive: true });
    const failed = spawnSync('bash', ['-e', '-c', `sleep() { :; }\n${kept}`], { cwd: records, env, encoding: 'utf8' });
    expect(failed).toMatchObject({ status: 1, stdout: expect.stringContaining('The record could not be kept') as string });
  });
});
