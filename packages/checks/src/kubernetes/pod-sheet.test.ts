import type { Finding } from '@keycloak-release-gate/core';
import { finding } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { codes } from './codes.ts';
import { podSheet, podSheets } from './pod-sheet.ts';
import { podsHealthy } from './pods-healthy.ts';
import { judge, recordedWorkload } from './recorded-workload.ts';
import type { Recorded } from './recorded-workload.ts';
import type { Workload } from './workload-evidence.ts';

const sheets = (now: Workload, findings: readonly Finding[]) =>
  podSheets(now, findings).flatMap((item) => (item.kind === 'sheet' ? [item] : []));
const found = (state: Recorded) => judge(podsHealthy.check, recordedWorkload(state), { deployed: true }).findings;
/** Where the pages of a state are marked: the page, the entry, and by what. */
const marks = (state: Recorded): string[] =>
  sheets(recordedWorkload(state), found(state)).flatMap(({ title, sections }) =>
    sections.flatMap((section) =>
      section.entries.flatMap(({ label, mark }) => (mark ? [`${title} | ${section.title} | ${label} | ${mark.tone}: ${mark.text}`] : [])),
    ),
  );

it('shows a pod as `kubectl describe` does, with the finding where it stands', () => {
  expect(sheets(recordedWorkload('out-of-memory'), found('out-of-memory'))[0]).toEqual({
    kind: 'sheet',
    title: 'keycloak-5d5b7b7574-h79j7: CrashLoopBackOff',
    sections: [
      {
        title: 'Pod',
        entries: [
          { label: 'Name', value: 'keycloak-5d5b7b7574-h79j7' },
          { label: 'Namespace', value: 'sso' },
          { label: 'Status', value: 'CrashLoopBackOff' },
          { label: 'Node', value: 'lab-node' },
          { label: 'Looked at', value: '2026-11-23T21:23:51.000Z' },
          { label: 'Created', value: '2026-11-23T21:20:42Z (3 min 9 s ago)' },
          { label: 'Revision', value: 'keycloak-5d5b7b7574' },
          { label: 'Belongs to', value: 'Deployment keycloak' },
        ],
      },
      {
        title: 'Conditions',
        entries: [
          {
            label: 'ContainersReady',
            value: 'False since 2026-11-23T21:23:45Z (6 s ago): ContainersNotReady: containers with unready status: [keycloak]',
          },
          { label: 'Initialized', value: 'True since 2026-11-23T21:20:42Z (3 min 9 s ago)' },
          { label: 'PodReadyToStartContainers', value: 'True since 2026-11-23T21:20:42Z (3 min 9 s ago)' },
          { label: 'PodScheduled', value: 'True since 2026-11-23T21:20:42Z (3 min 9 s ago)' },
          {
            label: 'Ready',
            value: 'False since 2026-11-23T21:23:45Z (6 s ago): ContainersNotReady: containers with unready status: [keycloak]',
          },
        ],
      },
      {
        title: 'Container keycloak',
        entries: [
          { label: 'Image', value: 'keycloak:26.7.4' },
          {
            label: 'Image ID',
            value: 'docker.io/library/keycloak@sha256:4d3855d6d794ae13fe5adfc320f7e2cdb0fb4d0d5770ceb0ab2e839f1b502ba6',
          },
          {
            label: 'State',
            value:
              'Waiting: CrashLoopBackOff: back-off 10s restarting failed container=keycloak pod=keycloak-5d5b7b7574-h79j7_sso(e767d349-4c36-48aa-9f5e-4902b1e64c06)',
          },
          {
            label: 'Last state',
            value:
              'Ended: OOMKilled, exit code 137 (killed: by a probe that gave up, by the node, or for lack of memory), at 2026-11-23T21:23:45Z (6 s ago), after 58 s',
            mark: { tone: 'bad', text: `${codes.OUT_OF_MEMORY.title} (kubernetes/OUT_OF_MEMORY)` },
          },
          { label: 'Ready', value: 'no' },
          { label: 'Started', value: 'no' },
          { label: 'Restarts', value: '1' },
        ],
      },
      {
        title: 'Events',
        entries: [
          {
            label: 'Warning Unhealthy',
            value: '20 times since 2 min 50 s ago, the last 2 min 32 s ago: Readiness probe failed: HTTP probe failed with statuscode: 503',
          },
          {
            label: 'Warning Unhealthy',
            value:
              '17 times since 3 min 9 s ago, the last 2 min 53 s ago: Startup probe failed: Get "http://ip-c2dee8bd:9000/health/started": dial tcp ip-c2dee8bd:9000: connect: connection refused',
          },
          { label: 'Normal Created', value: '3 min 9 s ago: Container created' },
          {
            label: 'Normal Pulled',
            value: '3 min 9 s ago: Successfully pulled image "keycloak:26.7.4" in 5ms (5ms including waiting). Image size: 0 bytes.',
          },
          { label: 'Normal Pulling', value: '3 min 9 s ago: Pulling image "keycloak:26.7.4"' },
          { label: 'Normal Started', value: '3 min 9 s ago: Container started' },
          { label: 'Normal Scheduled', value: '3 min 8 s ago: Successfully assigned sso/keycloak-5d5b7b7574-h79j7 to lab-node' },
        ],
      },
    ],
  });
});

describe('a finding is marked', () => {
  it.each([
    ['unknown-image', ['ImagePullBackOff | Container keycloak | State']],
    ['no-node-for-pod', ['Pending | Conditions | PodScheduled', 'Pending | Events | Warning FailedScheduling']],
    ['missing-volume', ['ContainerCreating | Events | Warning FailedMount']],
    ['wrong-readiness-probe', ['Running, 0 of 1 ready | Events | Warning Unhealthy']],
  ] as const)('of %s on %s', (state, places) => {
    const told = marks(state);
    expect(told.map((mark) => places.find((place) => mark.includes(place)))).toEqual(places);
    expect(told.filter((mark) => !mark.includes(found(state)[0]?.code ?? '?'))).toEqual([]);
  });

  it("on its container's restarts, and on the pod's status where nothing on the page repeats it", () => {
    const now = recordedWorkload('healthy');
    const [pod] = now.pods;
    if (!pod) throw new Error('Two pods were recorded.');
    const told = [
      finding(codes.CONTAINER_RESTARTED, { subject: `pod/${pod.name}/keycloak`, message: 'It restarted.', severity: 'warn' }),
      finding(codes.POD_NOT_READY, { subject: `pod/${pod.name}`, message: 'It is not ready.' }),
    ];
    const entries = podSheet(pod, now, told).sections.flatMap((section) => section.entries);
    expect(entries.filter(({ mark }) => mark).map(({ label, mark }) => [label, mark?.tone])).toEqual([
      ['Status', 'bad'],
      ['Restarts', 'warn'],
    ]);
  });
});

it('shows the worst twenty pods, and tells that there are more', () => {
  const now = recordedWorkload('healthy');
  const [pod] = now.pods;
  if (!pod) throw new Error('Two pods were recorded.');
  const pods = Array.from({ length: 25 }, (_, index) => ({ ...pod, name: `keycloak-${String(index).padStart(2, '0')}` }));
  const told = [
    finding(codes.POD_NOT_READY, { subject: 'pod/keycloak-24', message: 'It is not ready.' }),
    finding(codes.CONTAINER_RESTARTED, { subject: 'pod/keycloak-23/keycloak', message: 'It restarted.', severity: 'warn' }),
  ];
  const shown = podSheets({ ...now, pods: pods.toReversed() }, told);
  expect(shown).toEqual(podSheets({ ...now, pods }, told));
  expect(shown.slice(0, 3).map(({ title }) => title.split(':')[0])).toEqual(['keycloak-24', 'keycloak-23', 'keycloak-00']);
  expect(shown.length).toBe(21);
  expect(shown.at(-1)).toEqual({ kind: 'text', title: 'Other pods', text: '20 of 25 pods are shown, the worst of them first.' });
});

it('has no page for what ended long ago, unless something is wrong with it', () => {
  const now = recordedWorkload('healthy');
  const gone = now.pods.map((pod) => ({ ...pod, phase: 'Failed', reason: 'Evicted' }));
  expect(podSheets({ ...now, pods: gone }, [])).toEqual([]);
  const told = gone.map(({ name }) => finding(codes.POD_FAILED, { subject: `pod/${name}`, message: `${name} failed: Evicted.` }));
  expect(sheets({ ...now, pods: gone }, told).map(({ title }) => title)).toEqual(gone.map(({ name }) => `${name}: Evicted`).toSorted());
});
