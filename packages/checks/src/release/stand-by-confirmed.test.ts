import type { Confirmation, RunContext } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import type { Pin } from '../backup/pin.ts';
import { upgrade } from './sample-confirmation.ts';
import { standByConfirmed } from './stand-by-confirmed.ts';

const { check } = standByConfirmed;
const window = { from: '2026-11-30T18:00:00+01:00', to: '2026-11-30T20:00:00+01:00' };
const during = '2026-11-30T17:30:00Z';

const standBy: Confirmation = {
  type: 'stand-by engineer',
  release: '2026-11-upgrade',
  person: 'Dana Devops',
  role: 'DevOps engineer',
  statement: 'I am on stand-by and can restore the database.',
  confirmedAt: '2026-11-30T08:00:00Z',
  validFrom: '2026-11-30T17:00:00Z',
  expiresAt: '2026-11-30T22:00:00Z',
};

const pin: Pin = {
  name: 'nightly.dump',
  sha256: 'a'.repeat(64),
  bytes: 5,
  takenAt: { earliest: '2026-11-30T03:00:00Z', latest: '2026-11-30T03:00:00Z' },
  keycloakVersion: '26.4.0',
  counts: {},
};

const judge = (confirmations: readonly Confirmation[], words: object = {}, now = during, pinned: Pin | null = pin) =>
  check.judge(
    { backup: { pin: pinned } },
    check.expects.parse({ release: '2026-11-upgrade', author: 'Ann Author', window, confirmations, ...words }),
    { now },
  );

test('confirmed, by somebody else, for now', () => {
  const judgement = judge([standBy]);
  expect(judgement.findings).toEqual([]);
  expect(judgement.facts).toEqual([{ name: 'on stand-by', value: 'Dana Devops (DevOps engineer), until 2026-11-30T22:00:00Z' }]);
});

describe('nobody', () => {
  test('no confirmation', () =>
    expect(judge([]).findings).toEqual([
      {
        code: 'release/STAND_BY_MISSING',
        title: 'No engineer is confirmed to be on stand-by',
        severity: 'fail',
        subject: 'release/2026-11-upgrade',
        message: 'The release 2026-11-upgrade has no confirmation of a stand-by engineer.',
        remedy: 'Have a DevOps engineer who can restore the database confirm the stand-by, and add the confirmation to the release.',
      },
    ]));
  test.each<[string, Confirmation]>([['another thing was confirmed', { ...standBy, type: 'on the call' }]])('%s', (_name, confirmation) =>
    expect(judge([confirmation]).findings.map((each) => each.code)).toEqual(['release/STAND_BY_MISSING']),
  );
  test('but for another release', () =>
    expect(judge([{ ...standBy, release: '2026-10-upgrade' }]).findings).toEqual([
      {
        code: 'release/CONFIRMATION_OTHER_RELEASE',
        title: 'What was confirmed is another release',
        severity: 'fail',
        subject: 'release/2026-11-upgrade',
        message: 'Nobody is on stand-by for the release 2026-11-upgrade: Dana Devops for the release 2026-10-upgrade.',
        remedy:
          'What holds for one release says nothing of another. Have a DevOps engineer who can restore the database confirm the stand-by, and add the confirmation to the release.',
        expected: '2026-11-upgrade',
        actual: '2026-10-upgrade',
      },
    ]));
  test('but in another environment', () =>
    expect(
      judge(
        [
          { ...standBy, environment: 'acc' },
          { ...standBy, release: '2026-10-upgrade' },
        ],
        { environment: 'prod' },
      ).findings,
    ).toMatchObject([
      {
        code: 'release/CONFIRMATION_OTHER_ENVIRONMENT',
        message: 'Nobody is on stand-by for the release 2026-11-upgrade on prod: Dana Devops for acc.',
        expected: 'prod',
        actual: 'acc',
      },
    ]));
});

test('on stand-by for the release as it was', () => {
  const [before, now] = ['b'.repeat(64), 'c'.repeat(64)];
  expect(judge([{ ...standBy, substance: before }], { substance: now }).findings).toEqual([
    {
      code: 'release/CONFIRMATION_OTHER_SUBSTANCE',
      title: 'What was confirmed is the release as it was before it changed',
      severity: 'fail',
      subject: 'release/2026-11-upgrade',
      message: 'The stand-by by Dana Devops does not count: what was confirmed is the release as it was before it changed.',
      remedy: 'Show what is shipped now to whoever confirmed it, and have it confirmed again; or take the change back.',
      expected: now,
      actual: before,
    },
  ]);
  expect(
    judge(
      [
        { ...standBy, substance: before },
        { ...standBy, substance: now },
      ],
      { substance: now },
    ).findings,
  ).toEqual([]);
});

test.each(['Ann Author', ' ann  AUTHOR '])('the author (%s) on stand-by for the own change', (person) =>
  expect(judge([{ ...standBy, person }]).findings).toMatchObject([{ code: 'release/STAND_BY_IS_AUTHOR' }]),
);

test('the author who wrote it down for another', () =>
  expect(judge([{ ...standBy, confirmedBy: 'ANN Author' }]).findings).toEqual([
    {
      code: 'release/STAND_BY_IS_AUTHOR',
      title: 'The engineer on stand-by is the author of the release',
      severity: 'fail',
      subject: 'release/2026-11-upgrade',
      message: 'Ann Author, the author of the release, wrote down the only stand-by that there is: that of Dana Devops.',
      remedy: 'Have somebody else on stand-by: whoever restores must not be the one whose change is rolled back.',
      actual: 'Ann Author',
    },
  ]));

test('without an author it cannot be told', () => {
  const judgement = judge([standBy], { author: undefined });
  expect(judgement.findings).toEqual([]);
  expect(judgement.gaps?.map((gap) => gap.code)).toEqual(['release/AUTHOR_UNKNOWN']);
});

describe('for one backup', () => {
  const forOne = { ...standBy, backup: pin.sha256 };
  const forAnother = { ...standBy, person: 'Otto Other', backup: 'b'.repeat(64) };
  test('the pinned one', () => expect(judge([forOne])).toMatchObject({ findings: [], facts: [{ name: 'on stand-by' }] }));
  test('or for any', () =>
    expect(judge([standBy, forAnother])).toMatchObject({
      findings: [],
      facts: [{ value: 'Dana Devops (DevOps engineer), until 2026-11-30T22:00:00Z' }],
    }));
  test('that is not the pinned one, its hash having changed', () =>
    expect(judge([forAnother]).findings).toEqual([
      {
        code: 'release/STAND_BY_OTHER_BACKUP',
        title: 'The stand-by is confirmed for another backup than would be restored',
        severity: 'fail',
        subject: 'release/2026-11-upgrade',
        message: `The stand-by is confirmed for another backup than nightly.dump (SHA-256 ${pin.sha256}), which would be restored: Otto Other for the backup with the SHA-256 ${forAnother.backup}.`,
        remedy: 'Have the engineer look at the backup that is pinned now and confirm again, with its SHA-256.',
        expected: pin.sha256,
        actual: forAnother.backup,
      },
    ]));
  test('does not fill the place of one that is over', () =>
    expect(judge([{ ...forOne, expiresAt: '2026-11-30T17:10:00Z' }, forAnother]).findings).toMatchObject([
      { code: 'release/STAND_BY_EXPIRED' },
    ]));
  test('where none is pinned, nobody can tell', () => {
    const { findings, gaps } = judge([forOne], {}, during, null);
    expect(findings).toEqual([]);
    expect(gaps?.map(({ code }) => code)).toEqual(['release/STAND_BY_BACKUP_UNKNOWN']);
  });
  test('and one for any needs none', () => expect(judge([standBy], {}, during, null)).toMatchObject({ findings: [] }));
});

describe('not at this time', () => {
  test.each([
    ['before it begins', '2026-11-30T16:59:59Z', 'release/STAND_BY_NOT_YET'],
    ['at its end', '2026-11-30T22:00:00Z', 'release/STAND_BY_EXPIRED'],
  ])('%s', (_name, now, code) => expect(judge([standBy], {}, now).findings).toMatchObject([{ code, expected: now }]));
  test('confirmed only later than now', () =>
    expect(judge([{ ...standBy, confirmedAt: '2026-11-30T18:00:00Z' }]).findings).toMatchObject([{ code: 'release/STAND_BY_NOT_YET' }]));
  test('between two of them', () => {
    const [early, late] = [
      { ...standBy, expiresAt: '2026-11-30T17:10:00Z' },
      { ...standBy, validFrom: '2026-11-30T18:00:00Z' },
    ];
    expect(judge([early, late]).findings).toMatchObject([{ code: 'release/STAND_BY_NOT_VALID', expected: during }]);
  });
});

describe('the whole window', () => {
  test('of which only the beginning is not covered', () =>
    expect(judge([{ ...standBy, validFrom: '2026-11-30T17:30:00Z' }], { during: 'window' }, '2026-11-30T09:00:00Z').findings).toMatchObject(
      [{ code: 'release/STAND_BY_NOT_YET', expected: window.from }],
    ));
  test('of which only the end is not covered', () =>
    expect(judge([{ ...standBy, expiresAt: '2026-11-30T18:30:00Z' }], { during: 'window' }, '2026-11-30T09:00:00Z').findings).toMatchObject(
      [{ code: 'release/STAND_BY_NOT_VALID', expected: '2026-11-30T18:30:00Z' }],
    ));
  const morning = '2026-11-30T09:00:00Z';
  const first = { ...standBy, expiresAt: '2026-11-30T18:00:00Z' };
  const second = { ...standBy, person: 'Dirk Devops', validFrom: '2026-11-30T18:00:00Z' };
  test('by one', () => expect(judge([standBy], { during: 'window' }, morning).findings).toEqual([]));
  test('by two, one after the other', () => expect(judge([second, first], { during: 'window' }, morning).findings).toEqual([]));
  test('by two that overlap', () =>
    expect(judge([first, { ...second, validFrom: '2026-11-30T17:15:00Z' }], { during: 'window' }, morning).findings).toEqual([]));
  test('by three, one of which lies within another', () => {
    const within = { ...first, person: 'Daan Devops', validFrom: '2026-11-30T17:10:00Z', expiresAt: '2026-11-30T17:20:00Z' };
    expect(judge([within, second, first], { during: 'window' }, morning).findings).toEqual([]);
  });
  test('with a gap between two that do not meet, the moment of which is told', () =>
    expect(judge([{ ...first, expiresAt: '2026-11-30T17:45:00Z' }, second], { during: 'window' }, morning).findings).toMatchObject([
      {
        code: 'release/STAND_BY_NOT_VALID',
        expected: '2026-11-30T17:45:00Z',
        message: expect.stringContaining('Nobody is on stand-by at 2026-11-30T17:45:00Z, within the window') as string,
      },
    ]));
  test('with a gap', () =>
    expect(judge([first, { ...second, validFrom: '2026-11-30T18:00:01Z' }], { during: 'window' }, morning).findings).toMatchObject([
      { code: 'release/STAND_BY_NOT_VALID', expected: '2026-11-30T18:00:00Z' },
    ]));
});

test('the window of a release that is watched afterwards ends when it no longer is', () => {
  const release = upgrade({ window });
  const expected = (soakHours: number): object =>
    check.expected(
      { suite: 'pre-release', environment: { id: 'prod' } as RunContext['environment'], release: { ...release, soakHours } },
      undefined,
    );
  expect(expected(0)).toMatchObject({ window });
  expect(expected(2.5)).toMatchObject({ window: { from: window.from, to: '2026-11-30T21:30:00.000Z' } });
});

test('plan A needs nobody', () => {
  const run = (plan: 'A' | 'B', suite = 'pre-release'): RunContext => ({
    suite,
    environment: {} as RunContext['environment'],
    release: { rollback: { plan, reason: '' } } as NonNullable<RunContext['release']>,
  });
  expect(check.skip(run('A'), undefined)).toBe('Rollback plan A needs no restore, and so nobody on stand-by for one.');
  expect(check.skip(run('B'), undefined)).toBeUndefined();
  // It was declared, and plan B is executed all the same.
  expect(check.skip(run('A', 'pre-restore'), undefined)).toBeUndefined();
});
