import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dutiesIn } from './duties.ts';
import { Unreadable } from './unreadable.ts';

const brussels = [
  'BEGIN:VTIMEZONE',
  'TZID:Home',
  'BEGIN:DAYLIGHT',
  'DTSTART:19810329T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:19961027T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'END:STANDARD',
  'END:VTIMEZONE',
];

const calendar = (...events: readonly (readonly string[])[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//on call//EN',
    ...brussels,
    ...events.flatMap((event) => ['BEGIN:VEVENT', ...event, 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n');

const week = { from: '2026-11-23T00:00:00Z', to: '2026-11-30T00:00:00Z' };
const told = async (text: string, span = week): Promise<readonly string[]> =>
  (await dutiesIn(text, span, 'Europe/Brussels')).map(({ title, from, to }) => `${title} ${from} ${to}`);

it.each([
  ['UTC', ['DTSTART:20261124T080000Z', 'DTEND:20261124T180000Z'], ['Ada 2026-11-24T08:00:00.000Z 2026-11-24T18:00:00.000Z']],
  ['a duration', ['DTSTART:20261124T080000Z', 'DURATION:PT10H'], ['Ada 2026-11-24T08:00:00.000Z 2026-11-24T18:00:00.000Z']],
  [
    'a zone that is described',
    ['DTSTART;TZID=Home:20261124T080000', 'DTEND;TZID=Home:20261124T180000'],
    ['Ada 2026-11-24T07:00:00.000Z 2026-11-24T17:00:00.000Z'],
  ],
  [
    "no zone: the environment's",
    ['DTSTART:20261124T080000', 'DTEND:20261124T180000'],
    ['Ada 2026-11-24T07:00:00.000Z 2026-11-24T17:00:00.000Z'],
  ],
  ['whole days', ['DTSTART;VALUE=DATE:20261124', 'DTEND;VALUE=DATE:20261125'], ['Ada 2026-11-23T23:00:00.000Z 2026-11-24T23:00:00.000Z']],
  [
    'the zone UTC, which needs no words',
    ['DTSTART;TZID=Etc/UTC:20261124T080000', 'DTEND;TZID=UTC:20261124T180000'],
    ['Ada 2026-11-24T08:00:00.000Z 2026-11-24T18:00:00.000Z'],
  ],
  ['not certain yet', ['DTSTART:20261124T080000Z', 'DTEND:20261124T180000Z', 'STATUS:TENTATIVE'], []],
  ['called off', ['DTSTART:20261124T080000Z', 'DTEND:20261124T180000Z', 'STATUS:CANCELLED'], []],
  ['long over', ['DTSTART:20251124T080000Z', 'DTEND:20251124T180000Z'], []],
  [
    'under way when the span begins',
    ['DTSTART:20261120T080000Z', 'DTEND:20261127T080000Z'],
    ['Ada 2026-11-20T08:00:00.000Z 2026-11-27T08:00:00.000Z'],
  ],
])('times: %s', async (_name, lines, expected) => {
  expect(await told(calendar(['UID:1', 'DTSTAMP:20261101T000000Z', 'SUMMARY:Ada', ...lines]))).toEqual(expected);
});

it('is repeated through the change of the clocks, without what is left out, changed or called off', async () => {
  const every = ['UID:1', 'SUMMARY:Ada', 'DTSTART;TZID=Home:20261001T080000', 'DTEND;TZID=Home:20261001T180000', 'RRULE:FREQ=DAILY'];
  const text = calendar(
    [...every, 'EXDATE;TZID=Home:20261024T080000'],
    [
      'UID:1',
      'SUMMARY:Ada',
      'STATUS:CANCELLED',
      'RECURRENCE-ID;TZID=Home:20261026T080000',
      'DTSTART;TZID=Home:20261026T080000',
      'DTEND;TZID=Home:20261026T180000',
    ],
    [
      'UID:1',
      'SUMMARY:Bob',
      'RECURRENCE-ID;TZID=Home:20261027T080000',
      'DTSTART;TZID=Home:20261027T090000',
      'DTEND;TZID=Home:20261027T180000',
    ],
  );
  expect(await told(text, { from: '2026-10-23T00:00:00Z', to: '2026-10-28T00:00:00Z' })).toEqual([
    'Ada 2026-10-23T06:00:00.000Z 2026-10-23T16:00:00.000Z',
    'Ada 2026-10-25T07:00:00.000Z 2026-10-25T17:00:00.000Z',
    'Bob 2026-10-27T08:00:00.000Z 2026-10-27T17:00:00.000Z',
  ]);
});

it('names whom it is of, and when it was written', async () => {
  const event = [
    'UID:1',
    'SUMMARY:On call',
    'CREATED:20261020T100000Z',
    'DTSTART:20261124T080000Z',
    'DTEND:20261124T180000Z',
    'ATTENDEE;CN=Ada Lovelace:mailto:ada@example.com',
    'ORGANIZER:MAILTO:team@example.com',
    'ATTENDEE;PARTSTAT=DECLINED;CN=Bob:mailto:bob@example.com',
  ];
  expect(await dutiesIn(calendar(event), week, 'UTC')).toEqual([
    {
      title: 'On call',
      people: ['Ada Lovelace', 'ada@example.com'],
      from: '2026-11-24T08:00:00.000Z',
      to: '2026-11-24T18:00:00.000Z',
      writtenAt: '2026-10-20T10:00:00.000Z',
    },
  ]);
});

it('reads all calendars of a file, and what one of them calls off is no duty', async () => {
  const shift = (title: string, day: string): string[] => [
    'UID:1',
    `SUMMARY:${title}`,
    `DTSTART:202611${day}T080000Z`,
    `DTEND:202611${day}T180000Z`,
  ];
  const called = calendar(shift('Off', '24')).replace('VERSION:2.0', 'METHOD:CANCEL');
  expect(await told(`\uFEFF${calendar(shift('Ada', '24'), shift('Bob', '25'))}${called}${calendar(shift('Carol', '26'))}`)).toEqual([
    'Ada 2026-11-24T08:00:00.000Z 2026-11-24T18:00:00.000Z',
    'Bob 2026-11-25T08:00:00.000Z 2026-11-25T18:00:00.000Z',
    'Carol 2026-11-26T08:00:00.000Z 2026-11-26T18:00:00.000Z',
  ]);
});

const event = ['UID:1', 'SUMMARY:Ada', 'DTSTART:20261124T080000Z', 'DTEND:20261124T180000Z'];
it.each([
  ['a page', '<!doctype html><title>Log in</title>'],
  ['nothing', ''],
  ['cut off', calendar(event).slice(0, -40)],
  ['a zone that nobody describes', calendar(['UID:1', 'DTSTART;TZID=Elsewhere:20261124T080000', 'DTEND;TZID=Elsewhere:20261124T180000'])],
  ['no time at all', calendar(['UID:1', 'SUMMARY:Ada', 'DTSTART:yesterday', 'DTEND:20261124T180000Z'])],
  ['no beginning', calendar(['UID:1', 'SUMMARY:Ada', 'DTEND:20261124T180000Z'])],
  [
    'repeated without end, each second',
    calendar(['UID:1', 'SUMMARY:Ada', 'DTSTART:20200101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY']),
  ],
])('tells nobody who is on duty: %s', async (_name, text) => {
  const problem = await told(text).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(Unreadable);
  // Nothing of the text is quoted: it may hold what only its readers may see.
  expect(String(problem)).toMatch(/^Error: (it|one of its entries) [a-z0-9 ]+$/);
});

it('takes any text for a calendar or for none, and ends', async () => {
  const piece = fc.oneof(
    fc.constantFrom(...calendar(event).split('\r\n'), 'RRULE:FREQ=DAILY', 'EXDATE:20261124T080000Z', 'DTSTART:2026', 'STATUS:CANCELLED'),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (lines) => {
      const outcome = await told(calendar(lines)).catch((error: unknown) => error);
      expect(Array.isArray(outcome) || outcome instanceof Unreadable).toBe(true);
    }),
    { numRuns: 300 },
  );
});
