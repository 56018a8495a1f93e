import { expect, it } from 'vitest';
import { describeClaims, mountedClaims } from './claims.ts';
import type { Claims } from './claims.ts';
import { codes } from './codes.ts';
import { recordedWorkload } from './recorded-workload.ts';
import { Claim } from './surrounding-objects.ts';
import { volumesBound } from './volumes-bound.ts';
import type { Workload } from './workload-evidence.ts';

const { check } = volumesBound;
const recorded = recordedWorkload('healthy');
const now: Workload = { ...recorded, pods: recorded.pods.map((pod) => ({ ...pod, claims: ['themes'] })) };
const names = now.pods.map((pod) => pod.name);
const claim = (name: string, phase: string) => Claim.parse({ metadata: { name }, spec: { storageClassName: 'fast' }, status: { phase } });
const look = (...all: Claim[]): Claims => describeClaims(all, mountedClaims(now));
const judge = (around: Claims, of: Workload = now) => check.judge({ now: of, around }, {}, { now: '2026-11-23T21:30:00.000Z' });

it('finds nothing wrong with claims that are bound, nor with pods that mount none', () => {
  expect(judge(look(claim('themes', 'Bound'), claim('other', 'Lost')))).toEqual({
    findings: [],
    facts: [{ name: 'claims that the pods mount', value: 1 }],
  });
  expect(judge(describeClaims([], mountedClaims(recorded)), recorded)).toEqual({
    findings: [],
    facts: [{ name: 'claims that the pods mount', value: 0 }],
  });
});

it('finds a claim that waits for its volume, has lost it, or is not there', () => {
  const message = (state: string) =>
    `The claim themes${state === 'does not exist' ? '' : ' (storage class fast)'}, which ${names.join(', ')} mount, ${state}.`;
  expect(judge(look(claim('themes', 'Pending')))).toEqual({
    findings: [
      {
        code: 'kubernetes/VOLUME_CLAIM_NOT_BOUND',
        title: codes.VOLUME_CLAIM_NOT_BOUND.title,
        severity: 'fail',
        subject: 'persistentvolumeclaim/themes',
        message: message('is Pending'),
        expected: 'Bound',
        actual: 'Pending',
        remedy: codes.VOLUME_CLAIM_NOT_BOUND.remedy,
      },
    ],
    facts: [{ name: 'claims that the pods mount', value: 1 }],
    settling: message('is Pending'),
  });
  expect(judge(look(claim('themes', 'Lost'))).findings).toMatchObject([{ message: message('is Lost') }]);
  expect(judge(look()).findings).toMatchObject([{ message: message('does not exist') }]);
});

it('leaves out what only dead pods mount, and does not pass without a pod', () => {
  const dead = { ...now, pods: now.pods.map((pod) => ({ ...pod, phase: 'Failed' })) };
  expect(mountedClaims(dead).size).toBe(0);
  expect(judge(look(), dead)).toMatchObject({ findings: [{ code: 'kubernetes/PODS_MISSING', severity: 'fail' }] });
});
