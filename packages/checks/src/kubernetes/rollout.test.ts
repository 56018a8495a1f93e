import { describe, expect, it } from 'vitest';
import { recordedWorkload } from './recorded-workload.ts';
import { rolloutOf } from './rollout.ts';
import type { WorkloadObject } from './workload-evidence.ts';

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
