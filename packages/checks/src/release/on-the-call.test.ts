import type { Confirmation } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import { onTheCall } from './on-the-call.ts';
import { confirmationOf, now, runOf, substance, toldOf } from './sample-confirmation.ts';

const { check } = onTheCall;
const judge = (confirmations: readonly Confirmation[]) =>
  check.judge({ backup: { pin: null } }, check.expects.parse(toldOf(confirmations)), { now });
const dana = { person: 'Dana Devops', role: 'DevOps engineer' };
const call = confirmationOf('on the call', dana);
const standBy = confirmationOf('stand-by engineer', dana);

test('the engineer on stand-by is on the call', () => {
  expect(judge([call, standBy])).toMatchObject({
    findings: [],
    gaps: [],
    facts: [{ name: 'on the call', value: 'Dana Devops (DevOps engineer), until 2026-11-30T22:00:00Z: "Said so."' }],
  });
});

test('nobody is', () => {
  expect(judge([standBy]).findings).toMatchObject([
    {
      code: 'release/CONFIRMATION_MISSING',
      message: 'Nobody has confirmed "on the call" of the release 2026-11-upgrade for prod.',
    },
  ]);
});

test('somebody else is', () => {
  expect(judge([{ ...call, person: 'Dirk Devops' }, standBy])).toMatchObject({
    facts: [],
    findings: [
      {
        code: 'release/CALL_WITHOUT_STAND_BY',
        title: 'The engineer on stand-by is not on the call',
        severity: 'fail',
        subject: 'release/2026-11-upgrade',
        message: 'On the call is Dirk Devops, and on stand-by is Dana Devops.',
        expected: 'Dana Devops',
        actual: 'Dirk Devops',
      },
    ],
  });
});

describe('one of several on stand-by is enough', () => {
  test.each([
    ['the second of them', [call, { ...standBy, person: 'Dirk Devops' }, standBy]],
    ['and others listen', [{ ...call, person: 'Manager' }, call, standBy]],
  ])('%s', (_name, confirmations) => expect(judge(confirmations).findings).toEqual([]));
  test('but not one whose stand-by is over', () =>
    expect(judge([call, { ...standBy, expiresAt: now }, { ...standBy, person: 'Dirk Devops' }]).findings).toMatchObject([
      { code: 'release/CALL_WITHOUT_STAND_BY', expected: 'Dirk Devops', actual: 'Dana Devops' },
    ]));
});

test('a missing stand-by is for its own check to say', () => {
  expect(judge([call]).findings).toEqual([]);
});

test('it is asked in any environment, for plan B is executed', () => {
  expect(check.skip(runOf(false), undefined)).toBeUndefined();
  expect(check.expected(runOf(false, [call, standBy, confirmationOf('board approval')]), undefined)).toEqual(
    toldOf([call, standBy], { substance }),
  );
});
