import { describe, expect, test } from 'vitest';
import type { Workload } from '../kubernetes/workload-evidence.ts';
import { clusterMembersComplete } from './cluster-members.ts';
import one from './fixtures/members-of-one-26.4.0.json' with { type: 'json' };
import two from './fixtures/members-of-two-26.7.4.json' with { type: 'json' };
import type { ClusterMembers } from './members.ts';

const { check } = clusterMembersComplete;

const judge = (seen: ClusterMembers, wanted: number) => {
  const workload: Workload = {
    kind: 'Deployment',
    namespace: 'sso',
    name: 'keycloak',
    container: 'keycloak',
    object: {
      created: '2026-11-01T00:00:00Z',
      generation: 1,
      observedGeneration: 1,
      paused: false,
      strategy: 'Recreate',
      partition: 0,
      image: 'keycloak:26.7.4',
      replicas: { wanted, existing: wanted, updated: wanted, ready: wanted, available: wanted },
      conditions: [],
    },
    revisions: [],
    pods: [],
    events: [],
    eventsLeftOut: 0,
  };
  return check.judge({ seen, workload }, {}, { now: '2026-11-23T21:10:00Z' });
};

describe('as it should be', () => {
  test.each<[string, ClusterMembers, number]>([
    ['two of two', two, 2],
    ['one of one', one, 1],
    ['none wanted', { members: [] }, 0],
    ['none wanted, and a killed node left its row', one, 0],
    ['one node with a local cache only', { members: [] }, 1],
  ])('%s', (_name, seen, wanted) => {
    const judgement = judge(seen, wanted);
    expect(judgement.findings).toEqual([]);
    expect(judgement.gaps ?? []).toEqual([]);
    expect(judgement.settling).toBeUndefined();
  });
});

test('a node is missing', () => {
  const judgement = judge(one, 2);
  expect(judgement.findings).toEqual([
    {
      code: 'database/MEMBER_MISSING',
      title: 'Fewer Keycloak nodes are in the cluster than should be',
      severity: 'fail',
      subject: 'workload/keycloak',
      message: '1 of 2 Keycloak nodes are in the cluster: vm-32405 (127.77.0.1:7800).',
      remedy:
        'Look in the pods’ logs for the cluster view (ISPN000094) and for JGroups warnings; check that the nodes reach each other on port 7800.',
      expected: 2,
      actual: 1,
    },
  ]);
  expect(judgement.settling).toBe('1 of 2 nodes are in the cluster');
});

test('a node too many', () =>
  expect(judge(two, 1).findings).toMatchObject([
    {
      code: 'database/MEMBER_UNKNOWN',
      message:
        '2 Keycloak nodes have entered themselves in this database, where 1 should be: vm-23523 (127.77.0.3:7800), vm-42551 (127.77.0.4:7800).',
    },
  ]));

describe('two clusters of one node each', () => {
  test('as 26.4 tells it: two coordinators', () => {
    const members = two.members.map((member) => ({ ...member, coordinator: true, coordinatedBy: null, updatedAt: null }));
    expect(judge({ members }, 2).findings).toMatchObject([
      { code: 'database/CLUSTER_SPLIT', message: 'The 2 Keycloak nodes form 2 clusters instead of one; coordinators: vm-23523, vm-42551.' },
    ]);
  });
  test('as 26.7 tells it: each is led by another', () => {
    const members = two.members.map((member) => ({ ...member, coordinatedBy: member.address }));
    expect(judge({ members }, 2).findings).toMatchObject([{ code: 'database/CLUSTER_SPLIT', actual: 2 }]);
  });
});

test.each<[string, ClusterMembers]>([
  ['no such table', { members: null }],
  ['nobody in it', { members: [] }],
])('%s: it cannot be told', (_name, seen) => {
  const judgement = judge(seen, 2);
  expect(judgement.findings).toEqual([]);
  expect(judgement.gaps?.map((gap) => gap.code)).toEqual(['database/MEMBERS_NOT_RECORDED']);
});
