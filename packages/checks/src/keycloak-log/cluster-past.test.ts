import { describe, expect, it } from 'vitest';
import { judgePast } from './cluster-past.ts';
import { codes } from './codes.ts';
import type { LoggedPod, Run } from './pod-logs-evidence.ts';
import { recordedLines, recordedLogs, reduceLines } from './recorded-logs.ts';

const healthy = recordedLogs('healthy-26.7.4');
const [recorded] = healthy.pods;

/** A pod that logged these views: `id/member member`, with `merged` behind a merge. */
function podThatSaw(name: string, views: readonly string[], attempt = 0): LoggedPod {
  const log = reduceLines(
    views.map((view, second) => {
      const [, id, members = '', merged] = /^(\d+)\/(.*?)( merged)?$/.exec(view) ?? [];
      const list = members.split(' ').map((member) => `${member}(v=16.0.14)`);
      return `2026-11-23 21:00:${String(second).padStart(2, '0')},000 INFO  [org.infinispan.CLUSTER] (jgroups-5,x) ISPN00009${merged ? '3: Received new, MERGED' : '4: Received new'} cluster view for channel ISPN: ${merged ? 'MergeView::' : ''}[${list[0]}|${id}] (${list.length}) [${list.join(', ')}]`;
    }),
    '2026-11-23T21:00:09.000Z',
  );
  const [run] = recorded?.runs ?? [];
  return { name, ready: true, runs: run ? [{ ...run, attempt, log } satisfies Run] : [], others: [] };
}

describe('a plain past', () => {
  it.each([
    ['one begins, and the others join', [['0/a', '1/a b', '2/a b c'], ['1/a b', '2/a b c'], ['2/a b c']]],
    ['a node is replaced by another', [['0/a', '1/a b', '2/a', '3/a c'], ['3/a c']]],
    ['views are logged out of order', [['0/a', '2/a b c', '1/a b'], ['2/a b c'], ['2/a b c']]],
    ['one long pause', [['0/a', '1/a b', '2/a', '3/a b'], ['1/a b']]],
  ])('%s', (_, views) => {
    expect(judgePast(views.map((each, index) => podThatSaw(`keycloak-${index}`, each)))).toEqual([]);
  });

  it.each(['healthy-26.4.0', 'healthy-26.7.4'] as const)('%s, whose two nodes started at once', (name) => {
    expect(judgePast(recordedLogs(name).pods)).toEqual([]);
  });

  it('that a recorded log tells view by view', () => {
    const { viewHistory, views, merges, returns, founded } = reduceLines(recordedLines('26.7.4-first-node'));
    expect({ views: viewHistory.map(({ id, size }) => [id, size]), counts: [views, merges, returns, founded] }).toEqual({
      views: [
        [0, 1],
        [1, 2],
        [2, 1],
      ],
      counts: [3, 0, 0, 1],
    });
  });
});

describe('nodes that did not find each other', () => {
  it('each began a cluster of its own', () => {
    expect(judgePast([podThatSaw('keycloak-0', ['0/a']), podThatSaw('keycloak-1', ['0/b']), podThatSaw('keycloak-2', ['1/b c'])])).toEqual([
      {
        code: 'keycloak-log/CLUSTER_LONE_COORDINATORS',
        title: codes.CLUSTER_LONE_COORDINATORS.title,
        severity: 'warn',
        subject: 'cluster',
        message:
          '2 of 3 pods found nobody when they started, and each began a cluster of its own: keycloak-0 at 2026-11-23T21:00:09.000Z, keycloak-1 at 2026-11-23T21:00:09.000Z.',
        expected: 'one node that begins, and others that join it',
        actual: ['keycloak-0', 'keycloak-1'],
        remedy: codes.CLUSTER_LONE_COORDINATORS.remedy,
      },
    ]);
  });

  it('came together by a merge', () => {
    expect(judgePast([podThatSaw('keycloak-0', ['0/a', '1/a b merged']), podThatSaw('keycloak-1', ['0/b', '1/a b merged'])])).toEqual([
      {
        code: 'keycloak-log/CLUSTER_MERGED',
        title: codes.CLUSTER_MERGED.title,
        severity: 'warn',
        subject: 'cluster',
        message:
          'keycloak-0 and keycloak-1 each began a cluster of their own; only a merge brought the parts together at 2026-11-23T21:00:09.000Z (view 1 of 2 members).',
        remedy: codes.CLUSTER_MERGED.remedy,
      },
    ]);
  });

  it('had been one cluster, and were again after a merge', () => {
    const [found] = judgePast([podThatSaw('keycloak-0', ['0/a', '1/a b', '2/a', '3/a b merged']), podThatSaw('keycloak-1', ['1/a b'])]);
    expect(found?.message).toMatch(/^The cluster had fallen apart; only a merge/);
  });
});

describe('members that come and go', () => {
  const comeAndGo = ['0/a', '1/a b', '2/a', '3/a b', '4/a', '5/a b'];

  it('are told with how often', () => {
    expect(judgePast([podThatSaw('keycloak-0', comeAndGo), podThatSaw('keycloak-1', ['1/a b'])])).toEqual([
      {
        code: 'keycloak-log/CLUSTER_FLAPPING',
        title: codes.CLUSTER_FLAPPING.title,
        severity: 'warn',
        subject: 'cluster',
        message:
          'Members leave the cluster and are there again, though their processes went on: keycloak-0 saw members come back 2 times, in 6 views.',
        actual: ['keycloak-0 saw members come back 2 times, in 6 views'],
        remedy: codes.CLUSTER_FLAPPING.remedy,
      },
    ]);
  });

  it('are restarts where containers were restarted as often', () => {
    expect(judgePast([podThatSaw('keycloak-0', comeAndGo), podThatSaw('keycloak-1', ['5/a b'], 2)])).toEqual([]);
  });
});
