import type { Confirmation } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import { logsReviewed } from './logs-reviewed.ts';
import { confirmationOf, now, runOf, toldOf } from './sample-confirmation.ts';

const { check } = logsReviewed;
const given = (more: Partial<Confirmation> = {}): Confirmation => confirmationOf('logs reviewed', more);
const judge = (confirmations: readonly Confirmation[], words: object = { of: ['test', 'acc'] }) =>
  check.judge({ backup: { pin: null } }, check.expects.parse(toldOf(confirmations, words)), { now });

test('one person reviewed them all', () => {
  expect(judge([given()])).toMatchObject({
    findings: [],
    gaps: [],
    facts: [{ name: 'logs of test reviewed' }, { name: 'logs of acc reviewed' }],
  });
});

test('one for each environment', () => {
  expect(judge([given({ environment: 'acc' }), given({ environment: 'test', person: 'Tess' })]).findings).toEqual([]);
});

test('one of them is left', () => {
  expect(judge([given({ environment: 'test' })]).findings).toEqual([
    {
      code: 'release/CONFIRMATION_OTHER_ENVIRONMENT',
      title: 'What was confirmed is another environment',
      severity: 'fail',
      subject: 'release/2026-11-upgrade',
      message: 'The confirmation "logs reviewed" by Jason Board does not count for acc: it is for test, not for acc.',
      remedy:
        "What holds for one environment says nothing of another. Have it confirmed: verify confirm 2026-11-upgrade --type 'logs reviewed' --environment acc",
      expected: 'acc',
      actual: 'test',
    },
  ]);
});

test('of production itself they are not meant: nothing is deployed there yet', () => {
  expect(judge([given({ environment: 'prod' })]).findings.map(({ code, expected }) => [code, expected])).toEqual([
    ['release/CONFIRMATION_OTHER_ENVIRONMENT', 'test'],
    ['release/CONFIRMATION_OTHER_ENVIRONMENT', 'acc'],
  ]);
});

test('an unknown author is told once', () => {
  expect(judge([given()], { of: ['test', 'acc'], author: undefined }).gaps).toMatchObject([{ code: 'release/AUTHOR_UNKNOWN' }]);
});

test('whose logs follows from the release', () => {
  expect(check.expected(runOf(true), undefined)).toMatchObject({ of: ['test', 'acc'] });
  const run = runOf(true);
  const only = { ...run, release: { ...run.release, environments: ['prod'] } as NonNullable<typeof run.release> };
  expect(check.expected(only, undefined)).toMatchObject({ of: ['prod'] });
});

test('is asked before production only', () => {
  expect(check.skip(runOf(true), undefined)).toBeUndefined();
  expect(check.skip(runOf(false), undefined)).toMatch(/is not production/);
});
