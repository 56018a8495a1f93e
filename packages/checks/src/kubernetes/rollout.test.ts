import { describe, expect, it } from 'vitest';
import { recordedWorkload } from './recorded-workload.ts';
import { isHeldBack, rolloutOf } from './rollout.ts';
import type { Workload, WorkloadObject } from './workload-evidence.ts';

const healthy = recordedWorkload('healthy');
const object = healthy.object ?? expect.fail('The recorded workload is there.');
const progressing = (reason: string, status = 'True') => [{ type: 'Progressing', status, reason, message: '' }];
const rollout = (change: Partial<WorkloadObject>, kind: 'Deployment' | 'StatefulSet' = 'Deployment', revisions = healthy.revisions) =>
  rolloutOf({ ...object, ...change }, { kind, revisions });
const replicas = (existing: number, updated: number, available: number) => ({ wanted: 2, existing, updated, ready: available, available });

describe('how far a rollout is', () => {
  it.each([
    ['all is as wanted', {}, 'done'],
    ['the change is not taken up', { generation: object.generation + 1 }, 'under way'],
    ['not all are updated', { replicas: replicas(2, 1, 2) }, 'under way'],
    ['old replicas are still to end', { replicas: replicas(3, 2, 2) }, 'under way'],
    ['the new ones are not available yet', { replicas: replicas(2, 2, 1), conditions: progressing('ReplicaSetUpdated') }, 'under way'],
    ['one was lost afterwards', { replicas: replicas(2, 2, 1), conditions: progressing('NewReplicaSetAvailable') }, 'unavailable'],
    ['its deadline passed', { replicas: replicas(2, 2, 1), conditions: progressing('ProgressDeadlineExceeded', 'False') }, 'stalled'],
    // The condition stays behind when the replicas come up after all.
    ['its deadline passed and it is done', { conditions: progressing('ProgressDeadlineExceeded', 'False') }, 'done'],
  ])('%s', (_, change, state) => {
    expect(rollout(change).state).toBe(state);
  });

  it('needs the newest revision of a StatefulSet to be there, and leaves a partition out', () => {
    expect(rollout({ strategy: 'RollingUpdate' }, 'StatefulSet', []).state).toBe('under way');
    expect(rollout({ strategy: 'RollingUpdate' }, 'StatefulSet').state).toBe('done');
    expect(rollout({ partition: 1, replicas: replicas(2, 1, 2) }, 'StatefulSet').state).toBe('done');
    expect(rollout({ partition: 1, replicas: replicas(2, 0, 2) }, 'StatefulSet').state).toBe('under way');
  });
});

describe('a StatefulSet', () => {
  const told = (reason: string, message: string) => ({ subject: 'statefulset/keycloak', type: 'Warning', reason, message, count: 1 });
  const few = { replicas: replicas(1, 1, 1) };
  const of = (change: Partial<WorkloadObject>, events: Workload['events'] = []) =>
    rolloutOf(
      { ...object, strategy: 'RollingUpdate', ...change },
      { kind: 'StatefulSet', name: 'keycloak', revisions: healthy.revisions, events },
    );

  it('is under way until its new revision is the current one', () => {
    const revisions = { currentRevision: 'keycloak-a', updateRevision: 'keycloak-b' };
    expect(of(revisions)).toEqual({ state: 'under way', why: 'The pods are still moved from keycloak-a to keycloak-b.' });
    expect(of({ ...revisions, partition: 1 }).state).toBe('done');
    expect(of({ ...revisions, strategy: 'OnDelete' }).state).toBe('done');
    expect(of({ currentRevision: 'keycloak-b', updateRevision: 'keycloak-b' }).state).toBe('done');
  });

  it('is refused its pods by what it tried last', () => {
    const refused = told('FailedCreate', 'create Pod keycloak-1 in StatefulSet keycloak failed error: exceeded quota');
    expect(of(few, [refused])).toEqual({ state: 'refused', why: `FailedCreate: ${refused.message}` });
    expect(of(few, [told('SuccessfulCreate', 'create Pod keycloak-1'), refused]).state).toBe('under way');
    expect(of({}, [refused]).state).toBe('done');
  });

  it('keeps the pods below its partition on purpose', () => {
    const now = { kind: 'StatefulSet' as const, object: { ...object, partition: 1 } };
    const held = (name: string, current: boolean) => isHeldBack(now, { name, current });
    expect([held('keycloak-0', false), held('keycloak-1', false), held('keycloak-0', true)]).toEqual([true, false, false]);
    expect(isHeldBack({ ...now, kind: 'Deployment' }, { name: 'keycloak-0', current: false })).toBe(false);
  });
});

it('is refused by the condition of the newest replica set, too', () => {
  const conditions = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota' }];
  const revisions = healthy.revisions.map((each) => ({ ...each, conditions }));
  expect(rollout({}, 'Deployment', revisions)).toEqual({ state: 'refused', why: 'FailedCreate: exceeded quota' });
});
