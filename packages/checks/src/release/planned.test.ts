import { expect, test } from 'vitest';
import { releasePlanned } from './planned.ts';
import { now, runOf } from './sample-confirmation.ts';

const { check } = releasePlanned;
const window = { from: '2026-11-30T18:00:00+01:00', to: '2026-11-30T20:00:00+01:00' };
const judge = (expected: object, at = now) =>
  check.judge({}, check.expects.parse({ release: '2026-11-upgrade', ...expected }), { now: at });
const facts = [{ name: 'planned', value: `from ${window.from} to ${window.to}` }];

test.each([
  ['before it', '2026-11-25T08:00:00Z'],
  ['within it', now],
])('planned, and the gate looks %s', (_name, at) => {
  expect(judge({ window }, at)).toEqual({ findings: [], facts });
});

test('not planned', () => {
  expect(judge({})).toEqual({
    findings: [
      {
        code: 'release/WINDOW_MISSING',
        title: 'The release is not planned',
        severity: 'fail',
        subject: 'release/2026-11-upgrade',
        message: 'The release 2026-11-upgrade does not say when it is planned.',
        remedy: 'Write into the release from when to when it is planned: `window`.',
      },
    ],
  });
});

test('not before its time, where a yes starts the deploy at once', () => {
  const friday = '2026-11-27T15:00:00Z';
  expect(judge({ window, startsDeploy: true }, friday)).toEqual({
    facts,
    findings: [
      {
        code: 'release/WINDOW_NOT_YET',
        title: 'The deploy would begin before the time that the release is planned for',
        severity: 'fail',
        subject: 'release/2026-11-upgrade',
        message: `The release 2026-11-upgrade is planned from ${window.from} on, and a yes at ${friday} would start the deploy at once.`,
        remedy:
          'Start the Deploy action within the window. Where a job of it waits for the window after the gate has said yes, say so in the environment file: `deploy.github.waitsForWindow`.',
        expected: window.from,
        actual: friday,
      },
    ],
  });
  expect(judge({ window }, friday)).toEqual({ findings: [], facts });
  expect(judge({ window, startsDeploy: true }, '2026-11-30T17:00:00Z')).toEqual({ findings: [], facts });
  expect(judge({ window, startsDeploy: true }, '2026-11-30T16:59:59.999Z').findings).toHaveLength(1);
});

test('is told that a yes starts the deploy', () => {
  const run = runOf(true);
  expect(check.expected(run, undefined)).not.toHaveProperty('startsDeploy');
  expect(check.expected({ ...run, startsDeploy: true }, undefined)).toMatchObject({ startsDeploy: true });
});

test('its time is over', () => {
  expect(judge({ window }, '2026-11-30T19:00:00Z')).toEqual({
    facts,
    findings: [
      {
        code: 'release/WINDOW_OVER',
        title: 'The time that the release was planned for is over',
        severity: 'fail',
        subject: 'release/2026-11-upgrade',
        message: `The release 2026-11-upgrade was planned from ${window.from} to ${window.to}, which is over.`,
        remedy: 'Plan it anew: correct `window`, and tell those who rely on it; the board may have to approve again.',
        expected: '2026-11-30T19:00:00Z',
        actual: window.to,
      },
    ],
  });
});

test('a warning on another day than the usual one, in the time zone of the environment', () => {
  const words = 'The release is planned (usually the next Monday after the approval)';
  // Sunday in UTC, Monday in Brussels.
  const late = { from: '2026-11-29T23:30:00Z', to: '2026-11-30T21:00:00Z' };
  expect(judge({ window: late, timeZone: 'Europe/Brussels', words }).findings).toEqual([]);
  expect(judge({ window: late, timeZone: 'UTC', day: 'Sunday' }).findings).toEqual([]);
  expect(judge({ window: late, timeZone: 'UTC', words })).toEqual({
    facts: [{ name: 'planned', value: `from ${late.from} to ${late.to}` }],
    findings: [
      {
        code: 'release/WINDOW_ON_OTHER_DAY',
        title: 'The release is planned for another day than usual',
        severity: 'warn',
        subject: 'release/2026-11-upgrade',
        message: `The release 2026-11-upgrade is planned from ${late.from} on, which is a Sunday (UTC). The policy: "${words}".`,
        remedy: 'Plan it for the usual day, or have the release board agree to the other one.',
        expected: 'Monday',
        actual: 'Sunday',
      },
    ],
  });
});

test('without a release nobody can say', () => {
  expect(judge({ release: undefined })).toMatchObject({ findings: [], gaps: [{ code: 'release/NO_RELEASE' }] });
});

test('is asked before production only', () => {
  expect(check.skip(runOf(true), undefined)).toBeUndefined();
  expect(check.skip(runOf(false), undefined)).toMatch(/is not production/);
});
