import { Release } from '@keycloak-release-gate/core';
import { expect, it } from 'vitest';
import { onDuty } from './on-duty.ts';

const now = '2026-11-27T10:00:00.000Z';
const release = Release.parse({
  id: '2026-11',
  title: 'R',
  description: 'D',
  environments: ['acc', 'prod'],
  keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'B', reason: 'R' },
  impact: 'I',
  author: 'Ann Author',
  window: { from: '2026-11-30T18:00:00Z', to: '2026-11-30T20:00:00Z' },
  soakHours: 12,
});
const engineers = [
  { name: 'Ada Lovelace', knownAs: ['ada@example.com', 'alovelace'] },
  { name: 'Bob', knownAs: [] },
];

const entry = (title: string, lines: readonly string[] = ['DTSTART:20261130T170000Z', 'DTEND:20261201T090000Z']): string =>
  ['BEGIN:VEVENT', `UID:${title}`, 'CREATED:20261101T080000Z', `SUMMARY:${title}`, ...lines, 'END:VEVENT'].join('\r\n');
const calendar = (...entries: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//on call//EN', ...entries, 'END:VCALENDAR'].join('\r\n');

const told = async (titles: 'all' | string[], ...entries: readonly string[]): ReturnType<typeof onDuty> =>
  onDuty(calendar(...entries), { release, environment: { id: 'prod', timeZone: 'Europe/Brussels' }, onCall: { engineers, titles }, now });
const asked = async (...entries: readonly string[]): ReturnType<typeof onDuty> => told('all', ...entries);

it('an engineer who is on duty is on stand-by for the release there, as the calendar says', async () => {
  expect(await asked(entry('On Call - Ada Lovelace - Databases'))).toEqual([
    {
      type: 'stand-by engineer',
      release: '2026-11',
      environment: 'prod',
      person: 'Ada Lovelace',
      role: 'on call, by the calendar',
      statement: 'On duty by the calendar: "On Call - Ada Lovelace - Databases".',
      confirmedAt: '2026-11-01T08:00:00.000Z',
      validFrom: '2026-11-30T17:00:00.000Z',
      expiresAt: '2026-12-01T09:00:00.000Z',
    },
  ]);
});

it.each([
  ['the whole title', entry('ada lovelace'), ['Ada Lovelace']],
  ['last name first', entry('Lovelace, Ada'), ['Ada Lovelace']],
  ['in brackets', entry('Databases (Ada Lovelace)'), ['Ada Lovelace']],
  ['a name of theirs', entry('On call: alovelace'), ['Ada Lovelace']],
  [
    'as an attendee, by address',
    entry('On call', ['ATTENDEE:mailto:Ada@Example.com', 'DTSTART:20261130T170000Z', 'DTEND:20261201T090000Z']),
    ['Ada Lovelace'],
  ],
  ['two of them', entry('Bob / Ada Lovelace'), ['Ada Lovelace', 'Bob']],
  ['somebody else', entry('On Call - Carol - Databases'), []],
  ['a name that only begins alike', entry('On Call - Bobby - Databases'), []],
  ['a name in a sentence', entry('Ask Bob for the key'), []],
  ['long after what is watched', entry('Bob', ['DTSTART:20261209T090000Z', 'DTEND:20261210T090000Z']), []],
  ['no time', entry('Bob', ['DTSTART:20261130T170000Z', 'DTEND:20261130T170000Z']), []],
])('who it is: %s', async (_name, written, expected) => {
  expect((await asked(written)).map(({ person }) => person)).toEqual(expected);
});

it('was not said later than it was read', async () => {
  const later = entry('Bob').replace('CREATED:20261101T080000Z', 'DTSTAMP:20271101T080000Z');
  expect((await asked(later)).map(({ confirmedAt }) => confirmedAt)).toEqual([now]);
});

it('only what begins as duties do is one', async () => {
  const people = async (title: string): Promise<readonly string[]> =>
    (await told(['On call', 'Duty'], entry(title))).map(({ person }) => person);
  expect(await people('On Call - Bob')).toEqual(['Bob']);
  expect(await people('duty: Bob')).toEqual(['Bob']);
  expect(await people('Holiday: Bob')).toEqual([]);
});
