import { expect, it } from 'vitest';
import { codes } from './codes.ts';
import { judge, recordedWorkload } from './recorded-workload.ts';
import type { Workload } from './workload-evidence.ts';
import { workloadRolledOut } from './workload-rolled-out.ts';

const now = recordedWorkload('healthy');
const object = now.object ?? expect.fail('The recorded workload is there.');
const [current] = now.revisions;
if (!current) throw new Error('A revision was recorded.');
const gapsAfter = (opened: Workload) => judge(workloadRolledOut.check, now, { version: 'any' }, opened).gaps;
const before = { ...now, revisions: [{ ...current, name: 'keycloak-before' }] };

it('does not take what was looked at for what runs, where another revision was rolled out meanwhile', () => {
  expect(gapsAfter(before)).toEqual([
    {
      code: 'kubernetes/DEPLOYED_MEANWHILE',
      subject: 'deployment/keycloak',
      reason: `Deployment keycloak was rolled out as keycloak-before when the gate first looked, and is ${current.name} now.`,
      remedy: codes.DEPLOYED_MEANWHILE.remedy,
    },
  ]);
});

it('knows the rollout that was under way when the gate first looked, and a workload that was only scaled', () => {
  expect(gapsAfter({ ...before, object: { ...object, generation: object.generation + 1 } })).toEqual([]);
  expect(gapsAfter({ ...before, object: null, revisions: [] })).toEqual([]);
  expect(gapsAfter({ ...now, object: { ...object, replicas: { ...object.replicas, wanted: 1 } } })).toEqual([]);
});
