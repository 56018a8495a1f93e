import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { killRecordedProcesses, startRecordedProcess } from './recorded-process.ts';
import type { RecordedProcess } from './recorded-process.ts';

let records: string;
beforeEach(async () => {
  records = await mkdtemp(join(tmpdir(), 'recorded-process-'));
});
afterEach(() => rm(records, { recursive: true }));

const start = (script: string, started?: (child: ChildProcess) => void): Promise<RecordedProcess> =>
  startRecordedProcess({
    ...(started === undefined ? {} : { started }),
    name: 'script',
    file: process.execPath,
    args: ['-e', script],
    env: {},
    cwd: records,
    stdio: ['ignore', 'pipe', 'ignore'],
    records,
  });

test('a process that ends tells its code, and its record goes', async () => {
  const started = await start('process.exit(7)');
  expect(await started.exited).toMatchObject({ code: 7 });
  expect(await readdir(records)).toEqual([]);
});

test('a process that does not heed TERM is killed after its grace', async () => {
  const script = "process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000); console.log('deaf')";
  const deaf = Promise.withResolvers<void>();
  const started = await start(script, (child) => child.stdout?.once('data', () => deaf.resolve()));
  await deaf.promise;
  expect(await readdir(records)).toEqual([`${started.pid}.json`]);
  expect(await started.stop(300)).toMatchObject({ code: 137, signal: 'SIGKILL' });
  expect(() => process.kill(started.pid, 0)).toThrow('ESRCH');
});

test('what was left behind is killed by its record, and nobody else is', async () => {
  const left = await start('setInterval(() => undefined, 1000)');
  // A record whose process id was given to somebody else meanwhile: this test.
  await writeFile(join(records, `${process.pid}.json`), JSON.stringify({ name: 'other', pid: process.pid, startTime: '1' }));
  expect(await killRecordedProcesses(records)).toEqual(['script']);
  expect(await left.exited).toMatchObject({ code: 137, signal: 'SIGKILL' });
  expect(await readdir(records)).toEqual([]);
});

test('what cannot be started rejects', async () => {
  const missing = { name: 'none', file: '/nowhere/at/all', args: [], env: {}, cwd: records, stdio: 'ignore', records } as const;
  await expect(startRecordedProcess(missing)).rejects.toThrow('ENOENT');
});
