import { instantOf } from '@keycloak-release-gate/checks/wall-time';
import type ICAL from 'ical.js';
import { Unreadable } from './unreadable.ts';

/** A time for which a calendar says that people are on duty. */
export interface Duty {
  /** What the calendar calls it, and who is invited and has not declined: names and addresses. */
  readonly title: string;
  readonly people: readonly string[];
  /** ISO 8601, in UTC. */
  readonly from: string;
  readonly to: string;
  /** When it was written into the calendar, as far as that is told. */
  readonly writtenAt?: string;
}

export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Repetitions of one entry that are looked through: hourly shifts for three years. */
const MOST_REPETITIONS = 30_000;

/**
 * The duties in a calendar (iCalendar, RFC 5545) that touch a span, with repetitions, exceptions and what was called off. What is given
 * without a zone is meant in this one. Throws Unreadable where it is no calendar, or where one of its times cannot be told:
 * half a calendar tells nobody who is on duty.
 */
export async function dutiesIn(text: string, span: Span, timeZone: string): Promise<readonly Duty[]> {
  const { default: ical } = await import('ical.js');
  try {
    return dutiesBy(ical, text, span, timeZone);
  } catch (error) {
    // The library has no errors of its own: whatever it stumbles over is in the text. Its words quote it, which nobody is to see.
    throw error instanceof Unreadable ? error : new Unreadable('it is no calendar that can be understood', { cause: error });
  }
}

function dutiesBy(ical: typeof ICAL, text: string, span: Span, timeZone: string): readonly Duty[] {
  ical.TimezoneService.register(ical.Timezone.utcTimezone, 'Etc/UTC');
  const calendars = calendarsIn(ical, text);
  const momentOf = (time: ICAL.Time): number => instant(ical, time, timeZone);
  return calendars.flatMap((calendar) => {
    if (hasUndescribedZones(ical, calendar)) throw new Unreadable('it names a time zone that it does not describe');
    // A calendar that calls off what it holds (RFC 5546, 3.2.5).
    if (wordOf(calendar, 'method') === 'CANCEL') return [];
    const events = calendar.getAllSubcomponents('vevent').map((component) => new ical.Event(component, { strictExceptions: true }));
    return seriesOf(events).flatMap((event) => occurrences(event, momentOf, span));
  });
}

function calendarsIn(ical: typeof ICAL, text: string): ICAL.Component[] {
  const parsed: unknown = ical.parse(text.replace(/^\uFEFF/, ''));
  const all: unknown[] = Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed];
  return all.map((each) => {
    if (!Array.isArray(each) || each[0] !== 'vcalendar') throw new Unreadable('it is no calendar');
    return new ical.Component(each);
  });
}

/** What happens once or is repeated, each with its exceptions; an exception of what is not repeated here stands for itself, and instead of that. */
function seriesOf(events: readonly ICAL.Event[]): ICAL.Event[] {
  const exceptions = events.filter((event) => event.isRecurrenceException());
  const others = events.filter((event) => !exceptions.includes(event));
  const repeated = others.filter((event) => event.isRecurring());
  for (const event of repeated) for (const exception of exceptions) if (exception.uid === event.uid) event.relateException(exception);
  const alone = exceptions.filter(({ uid }) => !repeated.some((event) => event.uid === uid));
  return [...repeated, ...others.filter((event) => !event.isRecurring() && !alone.some(({ uid }) => uid === event.uid)), ...alone];
}

interface Occurrence {
  readonly item: ICAL.Event;
  readonly startDate: ICAL.Time;
  readonly endDate: ICAL.Time;
}

function occurrences(event: ICAL.Event, momentOf: (time: ICAL.Time) => number, { from, to }: Span): Duty[] {
  const touches = (start: number, end: number): boolean => start < Date.parse(to) && end > Date.parse(from);
  const duties: Duty[] = [];
  const add = (item: ICAL.Event, start: ICAL.Time, end: ICAL.Time): number => {
    const [begins, ends] = [momentOf(start), momentOf(end)];
    if (!Number.isFinite(begins) || !Number.isFinite(ends)) throw new Unreadable('one of its entries is at no time that can be told');
    if (touches(begins, ends) && !isCalledOff(item)) duties.push(dutyOf(item, begins, ends, momentOf));
    return begins;
  };
  if (!event.isRecurring()) {
    add(event, event.startDate, event.endDate);
    return duties;
  }
  const repetitions = event.iterator();
  // A repetition may have been put off, or be longer than the others: those after the end of the span are looked at for as long again.
  const last = Date.parse(to) + (Date.parse(to) - Date.parse(from)) + 366 * 86_400_000;
  for (let count = 0; ; count += 1) {
    if (count > MOST_REPETITIONS) throw new Unreadable(`one of its entries is repeated more than ${MOST_REPETITIONS} times`);
    const next = repetitions.next();
    if (!next) return duties;
    const { item, startDate, endDate } = occurrenceOf(event, next);
    if (add(item, startDate, endDate) > last) return duties;
  }
}

/** The library's own types lead nowhere here. */
const occurrenceOf = (event: ICAL.Event, at: ICAL.Time): Occurrence => event.getOccurrenceDetails(at);

/** What is called off is no duty, and what may yet be one is none. */
const isCalledOff = ({ component }: ICAL.Event): boolean => ['CANCELLED', 'TENTATIVE'].includes(wordOf(component, 'status'));

const wordOf = (component: ICAL.Component, property: string): string => String(component.getFirstPropertyValue(property)).toUpperCase();

/** Who is invited and has not said no. Who invites them need not be one of them. */
const isInvited = (property: ICAL.Property): boolean =>
  !['DECLINED', 'DELEGATED', 'TENTATIVE'].includes((property.getFirstParameter('partstat') ?? '').toUpperCase());

function dutyOf(event: ICAL.Event, from: number, to: number, momentOf: (time: ICAL.Time) => number): Duty {
  const written = event.component.getFirstPropertyValue('created') ?? event.component.getFirstPropertyValue('dtstamp');
  return {
    title: event.summary ?? '',
    people: event.component
      .getAllProperties('attendee')
      .filter(isInvited)
      .flatMap((property) => {
        const name = property.getFirstParameter('cn');
        const address = String(property.getFirstValue()).replace(/^mailto:/i, '');
        return [...(name ? [name] : []), address];
      }),
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    ...(isTime(written) ? { writtenAt: new Date(momentOf(written)).toISOString() } : {}),
  };
}

const isTime = (value: unknown): value is ICAL.Time =>
  typeof value === 'object' && value !== null && 'icaltype' in value && 'zone' in value;

/** Milliseconds since 1970. A time without a zone is one of the wall clocks in `timeZone`, and a date is the midnight at which it begins. */
function instant(ical: typeof ICAL, time: ICAL.Time, timeZone: string): number {
  if (time.zone !== ical.Timezone.localTimezone) return time.toUnixTime() * 1_000;
  const [year, ...parts] = [time.year, time.month, time.day, time.hour, time.minute, time.second].map(String);
  const [month, day, ...clock] = parts.map((part) => part.padStart(2, '0'));
  return instantOf(`${(year ?? '').padStart(4, '0')}-${month}-${day}T${clock.join(':')}`, timeZone);
}

/** Whether entries are written in zones that the calendar does not describe, as it must (RFC 5545, 3.2.19): their names alone say nothing. */
const hasUndescribedZones = (ical: typeof ICAL, calendar: ICAL.Component): boolean =>
  calendar
    .getAllSubcomponents('vevent')
    .flatMap((event) => event.getAllProperties())
    .flatMap((property) => property.getFirstParameter('tzid') ?? [])
    .some((id) => calendar.getTimeZoneByID(id) === null && !ical.TimezoneService.has(id));
