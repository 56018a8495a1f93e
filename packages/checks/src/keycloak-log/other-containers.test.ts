import { expect, it } from 'vitest';
import { codes } from './codes.ts';
import { judgeOtherContainers } from './other-containers.ts';
import type { LoggedPod, OtherContainer } from './pod-logs-evidence.ts';

const ended: OtherContainer = {
  name: 'wait-for-database',
  role: 'init',
  runs: [
    {
      attempt: 2,
      which: 'current',
      state: 'ended',
      exitCode: 1,
      startedAt: '2026-11-23T21:00:00Z',
      bytes: 90,
      fromStart: true,
      log: { lines: 2, lastLines: ['waiting for db:5432', 'ERROR: no route to host'] },
    },
  ],
};
const pod = (others: readonly OtherContainer[]): LoggedPod => ({ name: 'keycloak-0', ready: false, runs: [], others: [...others] });
const withRun = (change: Partial<OtherContainer['runs'][number]>): OtherContainer => ({
  ...ended,
  runs: ended.runs.map((run) => ({ ...run, ...change })),
});

it('tells the last words of a container that failed', () => {
  expect(judgeOtherContainers(pod([ended]))).toEqual([
    {
      code: 'keycloak-log/OTHER_CONTAINER_FAILED',
      title: codes.OTHER_CONTAINER_FAILED.title,
      severity: 'warn',
      subject: 'pod/keycloak-0/wait-for-database',
      message:
        'The init container wait-for-database of keycloak-0 ended with exit code 1; its last words: waiting for db:5432 / ERROR: no route to host',
      actual: ['waiting for db:5432', 'ERROR: no route to host'],
      remedy: codes.OTHER_CONTAINER_FAILED.remedy,
    },
  ]);
  const [silent] = judgeOtherContainers(pod([withRun({ absent: 'no node has taken the pod yet', log: { lines: 0, lastLines: [] } })]));
  expect(silent?.message).toBe(
    'The init container wait-for-database of keycloak-0 ended with exit code 1; it left no words (no node has taken the pod yet).',
  );
});

it('says nothing of errors in a sidecar that runs, of what ended well, and of what somebody did in the pod', () => {
  expect(
    judgeOtherContainers(
      pod([
        { ...withRun({ state: 'running', exitCode: undefined }), role: 'sidecar' },
        withRun({ exitCode: 0 }),
        { ...ended, role: 'ephemeral' },
      ]),
    ),
  ).toEqual([]);
});
