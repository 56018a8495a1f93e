import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runId, writeRun } from '../../test/release-records.ts';
import { indexRuns } from './run-index.ts';

const scratch = mkdtempSync(join(tmpdir(), 'run-index-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const folder = (): string => mkdtempSync(join(scratch, 'reports-'));
const indexOf = (reports: string) =>
  indexRuns([{ folder: reports, name: 'reports' }], { environments: ['test', 'acc'], suites: ['pre-release', 'post-deploy'] });
const idsIn = (reports: string): readonly string[] => indexOf(reports).runs.map(({ summary }) => summary.run);

it('follows links to folders, each once', () => {
  const [reports, elsewhere] = [folder(), folder()];
  writeRun(elsewhere, { suite: 'post-deploy', number: 1 });
  writeRun(reports, { suite: 'post-deploy', number: 2, environment: 'acc' });
  symlinkSync(join(elsewhere, 'test'), join(reports, 'test'));
  symlinkSync(reports, join(reports, 'acc', 'around'));
  symlinkSync('itself', join(reports, 'acc', 'itself'));
  symlinkSync('gone', join(reports, 'acc', 'broken'));
  expect(idsIn(reports)).toEqual([runId(2), runId(1)]);
});

it('takes a folder by its own name where a link leads to it, too', () => {
  const reports = folder();
  writeRun(reports, { suite: 'post-deploy', number: 1 });
  symlinkSync('test', join(reports, 'acc'));
  expect(indexOf(reports)).toMatchObject({ runs: [{ where: `reports/test/post-deploy/${runId(1)}` }], refused: [] });
});

it('passes over what a file system keeps for itself', () => {
  const reports = folder();
  writeRun(join(reports, 'lost+found'), { suite: 'post-deploy', number: 1 });
  expect(indexOf(reports)).toEqual({ runs: [], refused: [] });
});

// Rights stop everybody but root; a link to itself stops root, too.
it('says what it could not look into, as what may hold the newest run', () => {
  const reports = folder();
  mkdirSync(join(reports, 'acc'));
  symlinkSync('post-deploy', join(reports, 'acc', 'post-deploy'));
  expect(indexOf(reports).refused).toEqual([
    {
      code: 'RECORD_UNREADABLE',
      where: 'reports/acc/post-deploy',
      message: expect.stringMatching(/^The folder cannot be looked into: ELOOP/) as string,
      run: '~',
      environments: ['acc'],
      suites: ['post-deploy'],
    },
  ]);
});
