import { expect, it } from 'vitest';
import { codes } from './codes.ts';
import { judge, recordedWorkload } from './recorded-workload.ts';
import { scaledToZero } from './scaled-to-zero.ts';
import type { Workload } from './workload-evidence.ts';

const { check } = scaledToZero;
const healthy = recordedWorkload('healthy');
const object = healthy.object ?? expect.fail('The recorded workload is there.');
const none = { wanted: 0, existing: 0, updated: 0, ready: 0, available: 0 };
const down: Workload = { ...healthy, object: { ...object, replicas: none }, pods: [] };
const [first] = healthy.pods;
if (!first) throw new Error('Two pods were recorded.');

it('passes where nothing is wanted and nothing is left', () => {
  expect(judge(check, down)).toEqual({
    findings: [],
    facts: [
      { name: 'replicas', value: 0 },
      { name: 'pods', value: 0 },
    ],
  });
});

it('fails at once where replicas are still wanted', () => {
  expect(judge(check, healthy).findings).toEqual([
    {
      code: 'kubernetes/NOT_SCALED_TO_ZERO',
      title: codes.NOT_SCALED_TO_ZERO.title,
      severity: 'fail',
      subject: 'deployment/keycloak',
      message: 'Deployment keycloak wants 2 replicas.',
      expected: 0,
      actual: 2,
      remedy: codes.NOT_SCALED_TO_ZERO.remedy,
      terminal: true,
    },
  ]);
});

it('waits for a pod that is terminating, and fails for it in the end', () => {
  const { findings, settling } = judge(check, { ...down, pods: [{ ...first, deleting: '2026-11-23T21:25:00Z' }] });
  expect(findings).toMatchObject([
    { code: 'kubernetes/PODS_STILL_THERE', subject: `pod/${first.name}`, message: `${first.name} is still terminating.` },
  ]);
  expect(settling).toBe(`${first.name} is still terminating.`);
});

it('does not count the leftover of an evicted pod', () => {
  expect(judge(check, { ...down, pods: [{ ...first, phase: 'Failed', reason: 'Evicted' }] }).findings).toEqual([]);
});

it('waits while Kubernetes still counts replicas, or has not taken up the change', () => {
  expect(judge(check, { ...down, object: { ...object, replicas: { ...none, existing: 1 } } })).toMatchObject({
    findings: [{ code: 'kubernetes/PODS_STILL_THERE', actual: 1 }],
    settling: 'Deployment keycloak still counts 1 replica.',
  });
  expect(judge(check, { ...down, object: { ...object, replicas: none, observedGeneration: object.generation - 1 } })).toMatchObject({
    findings: [{ code: 'kubernetes/ROLLOUT_UNFINISHED' }],
    settling: 'Deployment keycloak: Kubernetes has not taken up the last change yet.',
  });
});

it('says so where there is no workload at all', () => {
  expect(judge(check, { ...down, object: null }).findings).toMatchObject([{ code: 'kubernetes/WORKLOAD_MISSING', terminal: true }]);
});
