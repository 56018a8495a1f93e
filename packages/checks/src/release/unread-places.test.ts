import { expect, it } from 'vitest';
import { boardApproval } from './board-approval.ts';
import { logsReviewed } from './logs-reviewed.ts';
import { onTheCall } from './on-the-call.ts';
import { partiesContacted } from './parties-contacted.ts';
import { confirmationOf, now, runOf } from './sample-confirmation.ts';
import { standByConfirmed } from './stand-by-confirmed.ts';

const why = 'The program /opt/said ended with exit code 3.';
const asked = { parties: partiesContacted, logs: logsReviewed, board: boardApproval, 'stand-by': standByConfirmed, call: onTheCall };
const typeOf = {
  parties: 'parties contacted',
  logs: 'logs reviewed',
  board: 'board approval',
  'stand-by': 'stand-by engineer',
  call: 'on the call',
} as const;

/** What a check says where this is confirmed, and a place of confirmations of this type was not read. */
function judged(name: keyof typeof asked, said: boolean, unreadType: (typeof typeOf)[keyof typeof asked]) {
  const { check } = asked[name];
  const confirmations = said ? [confirmationOf(typeOf[name])] : [];
  const run = runOf(true, confirmations, { confirmationsUnread: [{ types: [unreadType], why }] });
  const expected = check.expects.parse(check.expected(run, undefined));
  return check.judge({ backup: { pin: null }, elsewhere: undefined }, expected, { now });
}

const names = ['parties', 'logs', 'board', 'stand-by', 'call'] as const;

it.each(names)('what may be said where nobody could look is not known, and not missing: %s', (name) => {
  const { findings, gaps } = judged(name, false, typeOf[name]);
  expect(findings).toEqual([]);
  const code = name === 'board' ? 'release/BOARD_APPROVAL_UNREADABLE' : 'release/CONFIRMATION_UNREADABLE';
  expect(gaps).toEqual([expect.objectContaining({ code, reason: expect.stringContaining(`${why} Elsewhere: `) as string })]);
});

it.each(names)('what is said elsewhere counts all the same: %s', (name) => {
  const { findings, gaps = [] } = judged(name, true, typeOf[name]);
  expect([...findings, ...gaps]).toEqual([]);
});

it.each(names)('what is not said where nobody could look is missing: %s', (name) => {
  const other = name === 'parties' ? 'on the call' : 'parties contacted';
  expect(judged(name, false, other).findings.length).toBeGreaterThan(0);
});
