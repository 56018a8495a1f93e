import type { Result, RunRecord } from '@keycloak-release-gate/core';
import type { SampleCheck } from './sample-checks.ts';
import { sampleRecord } from './sample-record.ts';

type JudgedFinding = Result['findings'][number];

const step = { policy: 'post-deploy/pods-restart', sentence: 'The Keycloak pods restart' };
const because = { check: 'kubernetes/pods-healthy', code: 'kubernetes/IMAGE_PULL_FAILED', subject: 'pod/keycloak-ff8-75qpt' };
const found = (code: string, subject: string, message: string, more: Partial<JudgedFinding> = {}): JudgedFinding => ({
  code,
  title: code === because.code ? 'The image cannot be pulled' : `A finding of ${code}`,
  severity: 'fail',
  subject,
  message,
  remedy: `Mend ${code}.`,
  ...more,
});
const failed = (id: string, title: string, findings: readonly JudgedFinding[]): SampleCheck => ({
  step,
  key: id,
  id,
  title,
  why: `Why there is "${title}".`,
  outcome: { kind: 'fail' },
  findings: [...findings],
});

const checks: readonly SampleCheck[] = [
  failed('kubernetes/workload-rolled-out', 'The workload is rolled out', [
    found('kubernetes/ROLLOUT_UNFINISHED', 'deployment/keycloak', '1 of 2 replicas are of the newest revision.', { because }),
  ]),
  failed('kubernetes/pods-restarted-since-deploy', 'Every pod is newer than the deploy', [
    found('kubernetes/POD_OLDER_THAN_DEPLOY', 'pod/keycloak-5d5-h79j7', 'It was created before the deploy.', {
      because,
      expected: 'later',
      actual: 'before',
    }),
    found('kubernetes/CLOCK_SKEWED', 'node/n1', 'The clock of n1 is 40 s ahead.', { severity: 'warn' }),
  ]),
  failed('kubernetes/pods-healthy', 'Every Keycloak pod is healthy', [
    found('kubernetes/POD_NOT_READY', 'pod/keycloak-ff8-75qpt', 'It is not ready.', { because }),
    found(because.code, because.subject, 'ImagePullBackOff: keycloak:99.9.9: not found.'),
  ]),
  failed('keycloak-log/started', 'Keycloak started in every pod', [
    found('keycloak-log/NOT_STARTED', 'pod/keycloak-ff8-75qpt', 'There is no banner in its log.', { because }),
  ]),
];

/** A failed run with one cause, and what comes of it in the same check and in others. */
export const foldedRecord = (): RunRecord => sampleRecord(checks);
