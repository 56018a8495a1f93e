import { expect, test } from 'vitest';
import { foldedRecord } from '../../test/folded-record.ts';
import { readSampleEvidence } from '../../test/sample-record.ts';
import { causesIn } from './causes.ts';
import { renderHtml } from './html/document.ts';
import { renderJunit } from './junit.ts';
import { renderTerminal } from './terminal.ts';

const record = foldedRecord();
const options = { folder: 'reports/acc/post-deploy/01KAT7', colour: false, width: 100 };

test('the terminal tells the cause first and in full, and of each consequence a line', () => {
  const text = renderTerminal(record, options);
  const details = text.slice(text.indexOf('\n\n', text.indexOf('The Keycloak pods restart')), text.indexOf('\nNotices'));
  expect(details.split('\n').slice(2)).toEqual([
    '✗ Failed  Every Keycloak pod is healthy',
    '  kubernetes/pods-healthy (blocker)',
    '  Why there is "Every Keycloak pod is healthy".',
    '  ✗ pod/keycloak-ff8-75qpt: ImagePullBackOff: keycloak:99.9.9: not found.',
    '    └ also: 4 consequences: ROLLOUT_UNFINISHED deployment/keycloak · POD_OLDER_THAN_DEPLOY pod/keyc…',
    '    → Mend kubernetes/IMAGE_PULL_FAILED.',
    '    kubernetes/IMAGE_PULL_FAILED',
    '',
    '✗ Failed  The workload is rolled out',
    '  kubernetes/workload-rolled-out (blocker)',
    '  because of kubernetes/IMAGE_PULL_FAILED (pod/keycloak-ff8-75qpt), see kubernetes/pods-healthy',
    '',
    '✗ Failed  Every pod is newer than the deploy',
    '  kubernetes/pods-restarted-since-deploy (blocker)',
    '  Why there is "Every pod is newer than the deploy".',
    '  ! node/n1: The clock of n1 is 40 s ahead.',
    '    → Mend kubernetes/CLOCK_SKEWED.',
    '    kubernetes/CLOCK_SKEWED',
    '  because of kubernetes/IMAGE_PULL_FAILED (pod/keycloak-ff8-75qpt), see kubernetes/pods-healthy',
    '',
    '✗ Failed  Keycloak started in every pod',
    '  keycloak-log/started (blocker)',
    '  because of kubernetes/IMAGE_PULL_FAILED (pod/keycloak-ff8-75qpt), see kubernetes/pods-healthy',
    '',
  ]);
});

const testcase = (name: string): string => new RegExp(`<testcase name="${name}"[\\s\\S]*?</testcase>`).exec(renderJunit(record))?.[0] ?? '';
const failure = (name: string): string => /<failure [\s\S]*?<\/failure>/.exec(testcase(name))?.[0] ?? '';

test('a test case tells its cause first, with what comes of it; that of a consequence says what it comes of', () => {
  expect(failure('Every Keycloak pod is healthy')).toBe(
    [
      '<failure message="pod/keycloak-ff8-75qpt: ImagePullBackOff: keycloak:99.9.9: not found. (and 1 more)" type="kubernetes/IMAGE_PULL_FAILED">✗ pod/keycloak-ff8-75qpt: ImagePullBackOff: keycloak:99.9.9: not found.',
      '  → Mend kubernetes/IMAGE_PULL_FAILED.',
      '  kubernetes/IMAGE_PULL_FAILED',
      '  what comes of it:',
      '  └ kubernetes/ROLLOUT_UNFINISHED (deployment/keycloak), in kubernetes/workload-rolled-out: 1 of 2 replicas are of the newest revision.',
      '  └ kubernetes/POD_OLDER_THAN_DEPLOY (pod/keycloak-5d5-h79j7), in kubernetes/pods-restarted-since-deploy: It was created before the deploy.',
      '  └ kubernetes/POD_NOT_READY (pod/keycloak-ff8-75qpt), in kubernetes/pods-healthy: It is not ready.',
      '  └ keycloak-log/NOT_STARTED (pod/keycloak-ff8-75qpt), in keycloak-log/started: There is no banner in its log.',
      '',
      '✗ pod/keycloak-ff8-75qpt: It is not ready.',
      '  because of kubernetes/IMAGE_PULL_FAILED (pod/keycloak-ff8-75qpt), see kubernetes/pods-healthy',
      '  kubernetes/POD_NOT_READY</failure>',
    ].join('\n'),
  );
  expect(failure('The workload is rolled out')).toContain(
    '\n  because of kubernetes/IMAGE_PULL_FAILED (pod/keycloak-ff8-75qpt), see kubernetes/pods-healthy\n',
  );
});

const page = renderHtml(record, readSampleEvidence);
const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

test('the first sheet lists the cause, with the checks that failed because of it under it', () => {
  const listing = /What stands in the way<\/h2>([\s\S]*?)<\/section>/.exec(page)?.[1] ?? '';
  expect(plain(listing)).toBe(
    'Every Keycloak pod is healthy ImagePullBackOff: keycloak:99.9.9: not found. 3 more checks failed because of this The workload is rolled out Every pod is newer than the deploy Keycloak started in every pod Failed because of this, too: The workload is rolled out, Every pod is newer than the deploy, Keycloak started in every pod .',
  );
});

test('a cause has its consequences folded under it, and each of them leads back to it', () => {
  const cause =
    /id="check-kubernetes-pods-healthy-cause-1"[\s\S]*?<details class="consequences">([\s\S]*?)<\/details>/.exec(page)?.[1] ?? '';
  expect(plain(cause)).toMatch(/^4 consequences, in 4 checks deployment\/keycloak 1 of 2 replicas/);
  expect([...page.matchAll(/href="#check-kubernetes-pods-healthy-cause-1"/g)].length).toBe(3);
  expect(page.split('It is not ready.').length - 1).toBe(1);
});

test('nothing is folded under what is not there, is waived, is less severe or is a consequence itself', () => {
  const [rolledOut, , healthy] = record.results;
  const [effect] = rolledOut?.findings ?? [];
  const cause = healthy?.findings.find(({ because }) => !because);
  if (!rolledOut || !healthy || !effect || !cause) throw new Error('They are in the record.');
  const waiver = { code: cause.code, subject: cause.subject, owner: 'Jeroen', reason: 'known', expires: '2099-01-01T00:00:00Z' };
  const causes = [[], [{ ...cause, waiver }], [{ ...cause, severity: 'warn' as const }], [{ ...cause, because: effect.because }], [cause]];
  const folded = causes.map((findings) => causesIn([rolledOut, { ...healthy, findings }]).causeOf(effect) !== undefined);
  expect(folded).toEqual([false, false, false, false, true]);
});
