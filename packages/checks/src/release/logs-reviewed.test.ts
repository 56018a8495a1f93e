import { substanceOf } from '@keycloak-release-gate/core';
import type { Confirmation, ProvenIn, ProvenRun } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import { logsReviewed } from './logs-reviewed.ts';
import { confirmationOf, now, runOf, toldOf, upgrade } from './sample-confirmation.ts';

const { check } = logsReviewed;
const given = (more: Partial<Confirmation> = {}): Confirmation => confirmationOf('logs reviewed', more);
const judge = (confirmations: readonly Confirmation[], words: object = { of: ['test', 'acc'] }) =>
  check.judge({ backup: { pin: null }, elsewhere: undefined }, check.expects.parse(toldOf(confirmations, words)), { now });

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

describe('where it is known since when the release is deployed there', () => {
  const acc = (deployedAt: string | undefined) => {
    const newest: ProvenRun = {
      run: '01KAT7Q4M8ZC3V5N2XJ9RWBH6D',
      where: 'reports/acc',
      startedAt: '2026-11-30T09:00:00Z',
      finishedAt: '2026-11-30T09:01:00Z',
      ...(deployedAt === undefined ? {} : { deployedAt }),
      tool: '1.0.0',
      recorded: 'pass',
      verdict: 'pass',
      exitCode: 0,
      reasons: [],
      substance: substanceOf(upgrade()),
      publicUrl: 'https://sso-acc.example',
      realms: ['main'],
      digests: [],
    };
    const environments: ProvenIn[] = [{ environment: 'acc', newest, failedSince: null, rolledBack: null, passedOver: [], refused: [] }];
    return check.judge(
      { backup: { pin: null }, elsewhere: { places: ['reports'], environments } },
      check.expects.parse(toldOf([given()], { of: ['test', 'acc'] })),
      { now },
    );
  };
  test('what was said before is of nothing', () => {
    expect(acc('2026-11-30T08:00:00Z').findings).toEqual([
      {
        code: 'release/CONFIRMATION_BEFORE_DEPLOY',
        title: 'It was confirmed before there was anything to confirm',
        severity: 'fail',
        subject: 'release/2026-11-upgrade',
        message:
          'The confirmation "logs reviewed" by Jason Board does not count for acc: it was given at 2026-11-30T08:00:00Z, and the release was deployed on acc at 2026-11-30T08:00:00Z: there was nothing to review yet.',
        remedy:
          "Look at it now that the release is deployed there, and confirm it again. Have it confirmed: verify confirm 2026-11-upgrade --type 'logs reviewed' --environment acc",
        expected: '2026-11-30T08:00:00Z',
        actual: '2026-11-30T08:00:00Z',
      },
    ]);
  });
  test('what was said after it counts, although a later run saw it again', () => {
    expect(acc('2026-11-30T07:59:59Z').findings).toEqual([]);
    expect(acc(undefined).findings).toEqual([]);
  });
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
