import { describe, expect, it } from 'vitest';
import type { Container } from '../kubernetes/workload-evidence.ts';
import { runsOf } from './runs-of-pod.ts';

const container: Container = { name: 'keycloak', role: 'main', image: '', imageID: '', ready: false, restarts: 0 };
const running = { kind: 'running', startedAt: '2026-11-23T21:00:10Z' } as const;
const ended = {
  kind: 'terminated',
  reason: 'Error',
  exitCode: 1,
  message: '',
  startedAt: '2026-11-23T21:00:00Z',
  finishedAt: '2026-11-23T21:00:05Z',
} as const;
const waiting = { kind: 'waiting', reason: 'CrashLoopBackOff', message: '' } as const;

describe('the runs whose logs are still there', () => {
  it('none before the first start', () => {
    expect(runsOf(container)).toEqual([{ attempt: 0, which: 'current', state: 'waiting', hasLog: false }]);
  });

  it('the one that runs, and the one before it', () => {
    expect(runsOf({ ...container, state: running })).toEqual([
      { attempt: 0, which: 'current', state: 'running', startedAt: running.startedAt, hasLog: true },
    ]);
    expect(runsOf({ ...container, state: running, last: ended, restarts: 3 })).toEqual([
      { attempt: 3, which: 'current', state: 'running', startedAt: running.startedAt, hasLog: true },
      { attempt: 2, which: 'previous', state: 'ended', exitCode: 1, startedAt: ended.startedAt, endedAt: ended.finishedAt, hasLog: true },
    ]);
  });

  it('the last one only once while it waits to be started again', () => {
    expect(runsOf({ ...container, state: waiting, last: ended, restarts: 3 })).toEqual([
      { attempt: 3, which: 'current', state: 'ended', exitCode: 1, startedAt: ended.startedAt, endedAt: ended.finishedAt, hasLog: true },
    ]);
  });
});
