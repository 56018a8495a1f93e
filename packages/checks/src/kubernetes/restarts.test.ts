import { expect, it } from 'vitest';
import { codes } from './codes.ts';
import { recordedWorkload } from './recorded-workload.ts';
import { restarts } from './restarts.ts';
import type { Container, WorkloadEvent } from './workload-evidence.ts';

const [pod] = recordedWorkload('healthy').pods;
const [main] = pod?.containers ?? [];
if (!pod || !main) throw new Error('A pod with a container was recorded.');
const last = {
  kind: 'terminated' as const,
  reason: 'Error',
  exitCode: 143,
  message: '',
  startedAt: '2026-11-23T21:20:50Z',
  finishedAt: '2026-11-23T21:21:01Z',
};
const found = (container: Partial<Container>, events: readonly WorkloadEvent[] = []) =>
  restarts({ ...pod, containers: [{ ...main, restarts: 1, last, ...container }] }, undefined, 2, {
    events,
    since: undefined,
    observedAt: undefined,
  });

it('names the probe that made a container start again', () => {
  const events = [
    {
      subject: `pod/${pod.name}`,
      type: 'Normal',
      reason: 'Killing',
      message: 'Container keycloak failed startup probe, will be restarted',
      count: 1,
      last: '2026-11-23T21:21:00Z',
    },
  ];
  expect(found({}, events)).toEqual([
    {
      code: 'kubernetes/KILLED_BY_PROBE',
      title: codes.KILLED_BY_PROBE.title,
      severity: 'warn',
      subject: `pod/${pod.name}/keycloak`,
      message: `${pod.name}, container keycloak: 1 restart, the last at 2026-11-23T21:21:01Z: killed because its startup probe failed.`,
      expected: 2,
      actual: 1,
      remedy: codes.KILLED_BY_PROBE.remedy,
    },
  ]);
});

it('warns of an init container that ended well at last, however often it tried', () => {
  expect(found({ role: 'init', name: 'themes', restarts: 4, last: { ...last, exitCode: 1 } })).toEqual([
    {
      code: 'kubernetes/INIT_CONTAINER_RESTARTED',
      title: codes.INIT_CONTAINER_RESTARTED.title,
      severity: 'warn',
      subject: `pod/${pod.name}/themes`,
      message: `${pod.name}, init container themes: 4 restarts, the last at 2026-11-23T21:21:01Z: it ended with exit code 1 (an error).`,
      expected: 0,
      actual: 4,
      remedy: codes.INIT_CONTAINER_RESTARTED.remedy,
    },
  ]);
});

it('says nothing of a debugging container, nor of one that never restarted', () => {
  expect([...found({ role: 'ephemeral' }), ...found({ restarts: 0 })]).toEqual([]);
});
