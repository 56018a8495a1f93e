import { expect, test } from 'vitest';
import { boardApproval } from './board-approval.ts';
import { confirmationOf, now, runOf, substance, toldOf } from './sample-confirmation.ts';

const { check } = boardApproval;
const judge = (confirmations: Parameters<typeof toldOf>[0], words: object = {}) =>
  check.judge({ backup: { pin: null } }, check.expects.parse(toldOf(confirmations, words)), { now });
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

test('it is told why they could not be read', () => {
  expect(check.expected(runOf(true, [approved], { approvalsUnread: 'nobody listens' }), undefined)).toEqual(
    toldOf([approved], { substance, unread: ['nobody listens'] }),
  );
});

test('is asked before production only', () => {
  expect(check.skip(runOf(true), undefined)).toBeUndefined();
  expect(check.skip(runOf(false), undefined)).toMatch(/is not production/);
});
