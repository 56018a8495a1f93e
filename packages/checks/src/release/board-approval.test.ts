import type { Confirmation, ProvenIn, StoodProven } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import { boardApproval } from './board-approval.ts';
import { codes } from './codes.ts';
import { confirmationOf, now, runOf, substance, toldOf } from './sample-confirmation.ts';

const { check } = boardApproval;
const judge = (confirmations: Parameters<typeof toldOf>[0], words: object = {}) =>
  check.judge({ backup: { pin: null }, elsewhere: undefined }, check.expects.parse(toldOf(confirmations, words)), { now });
const approved = confirmationOf('board approval');

test('the board approved', () => {
  expect(judge([approved])).toMatchObject({
    findings: [],
    gaps: [],
    facts: [{ name: 'board approval', value: 'Jason Board (release board), until 2026-11-30T22:00:00Z: "Said so."' }],
  });
});

test('it did not', () => {
  expect(judge([]).findings).toEqual([
    {
      code: 'release/CONFIRMATION_MISSING',
      title: 'Nobody has confirmed what only a person can say',
      severity: 'fail',
      subject: 'release/2026-11-upgrade',
      message: 'Nobody has confirmed "board approval" of the release 2026-11-upgrade for prod.',
      remedy: "Have it confirmed: verify confirm 2026-11-upgrade --type 'board approval' --environment prod",
    },
  ]);
});

test('where the approvals of the Deploy action could not be read, nobody knows', () => {
  const unread = "The run's approvals could not be read: 403.";
  expect(judge([{ ...approved, expiresAt: now }], { unread })).toMatchObject({
    findings: [],
    gaps: [
      {
        code: 'release/BOARD_APPROVAL_UNREADABLE',
        subject: 'release/2026-11-upgrade',
        reason: `${unread} Elsewhere: The confirmation "board approval" by Jason Board does not count for prod: it was valid until ${now}.`,
      },
    ],
  });
  // One that is confirmed elsewhere is enough.
  expect(judge([approved], { unread })).toMatchObject({ findings: [], gaps: [] });
});

test('what it approved is not what is shipped now', () => {
  const other = 'b'.repeat(64);
  expect(judge([{ ...approved, substance }], { substance })).toMatchObject({ findings: [], facts: [{ name: 'board approval' }] });
  expect(judge([{ ...approved, substance: other }, approved], { substance }).findings).toEqual([]);
  expect(judge([{ ...approved, substance: other }], { substance }).findings).toEqual([
    {
      code: 'release/CONFIRMATION_OTHER_SUBSTANCE',
      title: 'What was confirmed is the release as it was before it changed',
      severity: 'fail',
      subject: 'release/2026-11-upgrade',
      message:
        'The confirmation "board approval" by Jason Board does not count for prod: what was confirmed is the release as it was before it changed.',
      remedy:
        "Show what is shipped now to whoever confirmed it, and have it confirmed again; or take the change back. Have it confirmed: verify confirm 2026-11-upgrade --type 'board approval' --environment prod",
      expected: substance,
      actual: other,
    },
  ]);
  // A record of before does not tell what was shipped.
  expect(judge([{ ...approved, substance: other }]).findings).toEqual([]);
});

describe('where it is known when the release stood proven in the environment before', () => {
  const decided = (confirmedAt: string, proofs: readonly StoodProven[] | undefined, more: object = {}) => {
    const nothing = { newest: null, failedSince: null, rolledBack: null, passedOver: [], refused: [] };
    const environments: ProvenIn[] = [
      // Where it was tried before that is not what is decided on.
      { environment: 'test', ...nothing, proofs: [{ run: '01KAT9', at: '2026-11-30T17:00:00Z' }] },
      { environment: 'acc', ...nothing, ...(proofs ? { proofs: [...proofs] } : {}) },
    ];
    return check.judge(
      { backup: { pin: null }, elsewhere: { places: ['reports'], environments } },
      check.expects.parse(toldOf([{ ...approved, confirmedAt }], { environments: ['test', 'acc', 'prod'], ...more })),
      { now },
    );
  };
  const first = { run: '01KAT1', at: '2026-11-30T09:00:00Z' };

  test('what was approved before it was is of nothing', () => {
    expect(decided('2026-11-30T08:59:59Z', [first]).findings).toEqual([
      {
        code: 'release/APPROVED_BEFORE_PROVEN',
        title: 'The board approved before there was anything to decide on',
        severity: 'fail',
        subject: 'release/2026-11-upgrade',
        message:
          'The confirmation "board approval" by Jason Board does not count for prod: it was given at 2026-11-30T08:59:59Z, and the release was found good on acc only at 2026-11-30T09:00:00Z (01KAT1).',
        remedy: `${codes.APPROVED_BEFORE_PROVEN.remedy} Have it confirmed: verify confirm 2026-11-upgrade --type 'board approval' --environment prod`,
        expected: '2026-11-30T09:00:00Z',
        actual: '2026-11-30T08:59:59Z',
      },
    ]);
  });

  test.each<[string, string, readonly StoodProven[] | undefined]>([
    ['as soon as it was', '2026-11-30T09:00:00Z', [first]],
    [
      'although it was taken back and proven again later',
      '2026-11-30T10:00:00Z',
      [
        { ...first, until: '2026-11-30T11:00:00Z' },
        { run: '01KAT2', at: '2026-11-30T12:00:00Z' },
      ],
    ],
    [
      'as soon as it was, and although it was taken back later',
      first.at,
      [
        { ...first, until: '2026-11-30T11:00:00Z' },
        { run: '01KAT2', at: '2026-11-30T12:00:00Z' },
      ],
    ],
    [
      'after it was proven again',
      '2026-11-30T12:30:00Z',
      [
        { ...first, until: '2026-11-30T11:00:00Z' },
        { run: '01KAT2', at: '2026-11-30T12:00:00Z' },
      ],
    ],
    // The check of what is proven says no to these.
    ['after it was taken back', '2026-11-30T12:30:00Z', [{ ...first, until: '2026-11-30T11:00:00Z' }]],
    ['of what never passed', '2026-11-30T08:30:00Z', []],
    ['where a record of before does not tell', '2026-11-30T08:30:00Z', undefined],
  ])('counts %s', (_when, at, proofs) => expect(decided(at, proofs)).toMatchObject({ findings: [], gaps: [] }));

  test('what was approved between a return and the next proof is of nothing', () => {
    const proofs = [
      { ...first, until: '2026-11-30T11:00:00Z' },
      { run: '01KAT2', at: '2026-11-30T12:00:00Z' },
    ];
    expect(decided('2026-11-30T11:00:00Z', proofs).findings).toMatchObject([
      {
        code: 'release/APPROVED_BEFORE_PROVEN',
        message: expect.stringContaining(
          'only at 2026-11-30T12:00:00Z (01KAT2): it had been taken back there at 2026-11-30T11:00:00Z.',
        ) as string,
      },
    ]);
  });

  test('what was approved at a time that nobody tells is not known to be of anything', () => {
    const judged = (confirmedAt: string, others: readonly Confirmation[] = []) =>
      decided(confirmedAt, [first], { confirmations: [{ ...approved, confirmedAt, atTheEarliest: true }, ...others] });
    expect(judged('2026-11-30T09:00:00Z')).toMatchObject({ findings: [], gaps: [] });
    expect(judged('2026-11-30T08:30:00Z')).toMatchObject({
      findings: [],
      gaps: [
        {
          code: 'release/APPROVAL_TIME_UNKNOWN',
          subject: 'release/2026-11-upgrade',
          reason:
            'The confirmation "board approval" by Jason Board does not count for prod: it was given at 2026-11-30T08:30:00Z at the earliest, and the release was found good on acc at 2026-11-30T09:00:00Z (01KAT1): which came first is not told.',
        },
      ],
    });
    // One that is known to be too early makes it no worse, and one that counts is enough.
    expect(judged('2026-11-30T08:30:00Z', [{ ...approved, confirmedAt: '2026-11-30T08:00:00Z' }])).toMatchObject({
      findings: [],
      gaps: [{ code: 'release/APPROVAL_TIME_UNKNOWN' }],
    });
    expect(judged('2026-11-30T08:30:00Z', [{ ...approved, confirmedAt: '2026-11-30T10:00:00Z' }])).toMatchObject({
      findings: [],
      gaps: [],
    });
  });

  test('nothing is held against it where the release goes to production first', () => {
    expect(decided('2026-11-30T08:00:00Z', [first], { environments: ['prod'] }).findings).toEqual([]);
  });
});

test('it is told why they could not be read', () => {
  expect(check.expected(runOf(true, [approved], { approvalsUnread: 'nobody listens' }), undefined)).toEqual(
    toldOf([approved], { substance, unread: ['nobody listens'], environments: ['test', 'acc', 'prod'] }),
  );
});

test('is asked before production only', () => {
  expect(check.skip(runOf(true), undefined)).toBeUndefined();
  expect(check.skip(runOf(false), undefined)).toMatch(/is not production/);
});
