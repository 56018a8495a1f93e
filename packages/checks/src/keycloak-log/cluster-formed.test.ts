import { expect, it } from 'vitest';
import { clusterFormed } from './cluster-formed.ts';
import type { ClusterView } from './cluster-view.ts';
import { codes } from './codes.ts';
import type { PodLogs } from './pod-logs-evidence.ts';
import { judge, recordedLogs } from './recorded-logs.ts';

const { check } = clusterFormed;
const healthy = recordedLogs('healthy-26.7.4');
const [a, b] = healthy.pods.map((pod) => pod.name);

/** The recorded evidence with other views, pod by pod. */
const withViews = (views: readonly (Partial<ClusterView> | undefined)[], replicas = 2): PodLogs => ({
  ...healthy,
  replicas,
  pods: healthy.pods.slice(0, views.length).map((pod, index) => ({
    ...pod,
    runs: pod.runs.map((run) => {
      const { view, ...log } = run.log;
      const change = views[index];
      return { ...run, log: view && change ? { ...log, view: { ...view, ...change } } : log };
    }),
  })),
});

it.each(['healthy-26.7.4', 'healthy-26.4.0'] as const)('passes where both pods share a view of two: %s', (recorded) => {
  const { findings, gaps, settling, facts } = judge(check, recordedLogs(recorded));
  expect({ findings, gaps, settling }).toEqual({ findings: [], gaps: [], settling: undefined });
  expect(facts?.[1]?.value).toMatch(/^2 members: keycloak-/);
});

it('names the parts of a cluster that is split', () => {
  const { findings, settling } = judge(
    check,
    withViews([
      { id: 0, size: 1, members: ['node-a'] },
      { id: 0, size: 1, members: ['node-b'] },
    ]),
  );
  expect(findings).toEqual([
    {
      code: 'keycloak-log/CLUSTER_SPLIT',
      title: codes.CLUSTER_SPLIT.title,
      severity: 'fail',
      subject: 'cluster',
      message: `The pods see 2 different clusters: ${a} sees [node-a]; ${b} sees [node-b].`,
      expected: 'one view of 2',
      actual: [`${a} sees [node-a]`, `${b} sees [node-b]`],
      remedy: codes.CLUSTER_SPLIT.remedy,
    },
  ]);
  expect(settling).toBe(findings[0]?.message);
});

it('counts the members against the replicas', () => {
  const three = { size: 3, members: ['node-a', 'node-b', 'node-old'] };
  expect(judge(check, withViews([three, three])).findings).toMatchObject([
    {
      code: 'keycloak-log/CLUSTER_SIZE',
      message: 'The cluster has 3 members (node-a, node-b, node-old), and 2 replicas are wanted.',
      expected: 2,
      actual: 3,
    },
  ]);
});

it('has nothing to join where one replica is wanted, and does where it sees others', () => {
  expect(judge(check, withViews([{ size: 1, members: ['node-a'] }], 1))).toMatchObject({
    findings: [],
    facts: [{}, { name: 'cluster', value: 'one replica: there is nothing to join' }],
  });
  expect(judge(check, withViews([{ size: 2, members: ['node-a', 'node-x'] }], 1)).findings).toMatchObject([
    { code: 'keycloak-log/CLUSTER_SIZE' },
  ]);
});

it('fails for a pod that logged its start and no view, and is inconclusive where the log is half gone', () => {
  const now = withViews([{}, undefined]);
  expect(judge(check, now).findings).toMatchObject([{ code: 'keycloak-log/CLUSTER_VIEW_MISSING', subject: `pod/${b}` }]);
  const rotated: PodLogs = {
    ...now,
    pods: now.pods.map((pod) => ({
      ...pod,
      runs: pod.runs.map((run) => {
        const { banner: _, ...log } = run.log;
        return { ...run, log };
      }),
    })),
  };
  expect(judge(check, rotated)).toMatchObject({
    findings: [],
    gaps: [{ code: 'keycloak-log/CLUSTER_VIEW_NOT_SEEN', subject: `pod/${b}` }],
  });
});

it('is never green without a pod', () => {
  expect(judge(check, { ...healthy, pods: [] }).findings).toMatchObject([{ code: 'keycloak-log/CLUSTER_VIEW_MISSING' }]);
});
