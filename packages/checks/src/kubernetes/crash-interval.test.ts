import { expect, it } from 'vitest';
import { codes } from './codes.ts';
import { notOutlived } from './crash-interval.ts';
import { podsHealthy } from './pods-healthy.ts';
import { judge, recordedWorkload } from './recorded-workload.ts';
import type { Container, Workload } from './workload-evidence.ts';

const healthy = recordedWorkload('healthy');
const [pod] = healthy.pods;
const [main] = pod?.containers ?? [];
if (!pod || !main) throw new Error('A pod with a container was recorded.');
const running = { kind: 'running' as const, startedAt: '2026-11-23T21:22:10Z' };
const last = {
  kind: 'terminated' as const,
  reason: 'Error',
  exitCode: 137,
  message: '',
  startedAt: '2026-11-23T21:21:05Z',
  finishedAt: '2026-11-23T21:22:00Z',
};
const since = '2026-11-23T21:20:42Z';
const told = (observedAt: string | undefined, container: Partial<Container> = {}, from: string | undefined = since) =>
  notOutlived({ ...pod, containers: [{ ...main, restarts: 1, state: running, last, ...container }] }, { since: from, observedAt });
const between = (at: string) => [
  {
    code: 'kubernetes/NOT_OUTLIVED',
    subject: `pod/${pod.name}/keycloak`,
    reason: `${pod.name}, container keycloak: it restarted and runs for ${at} s, and the run before ended after 55 s: whether it stays up is not known yet.`,
    remedy: codes.NOT_OUTLIVED.remedy,
  },
];

it('does not know whether a container stays up until it has run for longer than the time before', () => {
  expect(told('2026-11-23T21:22:13.000Z')).toEqual(between('3'));
  expect(told('2026-11-23T21:23:05.000Z')).toEqual(between('55'));
  expect(told('2026-11-23T21:23:06.000Z')).toEqual([]);
});

it('waits neither for a container that had run for long, nor for what was before the deploy', () => {
  expect(told('2026-11-23T21:22:13.000Z', { last: { ...last, startedAt: '2026-11-23T21:15:00Z' } })).toEqual([]);
  expect(told('2026-11-23T21:22:13.000Z', {}, '2026-11-23T21:22:05Z')).toEqual([]);
});

it('waits for no init or debugging container, nor where the times are not told', () => {
  const late = '2026-11-23T21:22:13.000Z';
  const { startedAt: _, ...untold } = last;
  expect([
    ...told(late, { role: 'init' }),
    ...told(late, { role: 'ephemeral' }),
    ...told(late, { last: untold }),
    ...told(undefined),
  ]).toEqual([]);
});

it('keeps the check of the pods from passing between two crashes', () => {
  const containers = [{ ...main, restarts: 1, state: running, last }];
  const at = (observedAt: string): Workload => ({ ...healthy, observedAt, pods: [{ ...pod, containers }, ...healthy.pods.slice(1)] });
  const crashing = judge(podsHealthy.check, at('2026-11-23T21:22:13.000Z'), { deployed: true });
  expect(crashing.findings).toMatchObject([{ code: 'kubernetes/CONTAINER_RESTARTED', severity: 'warn' }]);
  expect(crashing.gaps).toEqual(between('3'));
  expect(judge(podsHealthy.check, at('2026-11-23T21:24:00.000Z'), { deployed: true }).gaps).toEqual([]);
});
