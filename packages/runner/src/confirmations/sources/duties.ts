import { instantOf } from '@keycloak-release-gate/checks/wall-time';
import type ICAL from 'ical.js';
import { Unreadable } from './unreadable.ts';

/** A time for which a calendar says that people are on duty. */
export interface Duty {
  /** What the calendar calls it, and whom it names: in the title, as attendees and as organiser. */
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
    // The library has no errors of its own: whatever it stumbles over is in the text.
    throw error instanceof Unreadable
      ? error
      : new Unreadable(`it is no calendar that can be understood: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        });
  }
}

function dutiesBy(ical: typeof ICAL, text: string, span: Span, timeZone: string): readonly Duty[] {
  const calendar = new ical.Component(calendarOf(ical, text));
  const [unknown] = undescribedZones(calendar);
  if (unknown !== undefined) throw new Unreadable(`it does not describe the time zone "${unknown}"`);
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ical.Event(component, { strictExceptions: true }));
  const series = new Map(events.filter((event) => !event.isRecurrenceException()).map((event) => [event.uid, event]));
  const changed = events.filter((event) => event.isRecurrenceException());
  for (const exception of changed) series.get(exception.uid)?.relateException(exception);
  // A change of a repetition whose series is not in the calendar stands for itself.
  const alone = [...series.values(), ...changed.filter(({ uid }) => !series.has(uid))];
  const momentOf = (time: ICAL.Time): number => instant(ical, time, timeZone);
  return alone.flatMap((event) => occurrences(event, momentOf, span));
}

/** The one calendar in a text. */
function calendarOf(ical: typeof ICAL, text: string): unknown[] {
  const parsed: unknown = ical.parse(text);
  if (!Array.isArray(parsed) || parsed[0] !== 'vcalendar') throw new Unreadable('it is no calendar, or holds several');
  return parsed;
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
    if (!Number.isFinite(begins) || !Number.isFinite(ends)) throw new Unreadable(`"${item.summary}" is at no time that can be told`);
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
    if (count > MOST_REPETITIONS) throw new Unreadable(`"${event.summary}" is repeated more than ${MOST_REPETITIONS} times`);
    const next = repetitions.next();
    if (!next) return duties;
    const { item, startDate, endDate } = occurrenceOf(event, next);
    if (add(item, startDate, endDate) > last) return duties;
  }
}

/** The library's own types lead nowhere here. */
const occurrenceOf = (event: ICAL.Event, at: ICAL.Time): Occurrence => event.getOccurrenceDetails(at);

const isCalledOff = ({ component }: ICAL.Event): boolean => String(component.getFirstPropertyValue('status')).toUpperCase() === 'CANCELLED';

function dutyOf(event: ICAL.Event, from: number, to: number, momentOf: (time: ICAL.Time) => number): Duty {
  const named = ['attendee', 'organizer'].flatMap((name) => event.component.getAllProperties(name));
  const written = event.component.getFirstPropertyValue('created') ?? event.component.getFirstPropertyValue('dtstamp');
  return {
    title: event.summary ?? '',
    people: named.flatMap((property) => {
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

/** Zones that entries are written in and that the calendar does not describe, as it must (RFC 5545, 3.2.19): their names alone say nothing. */
const undescribedZones = (calendar: ICAL.Component): string[] =>
  calendar
    .getAllSubcomponents('vevent')
    .flatMap((event) => event.getAllProperties())
    .flatMap((property) => property.getFirstParameter('tzid') ?? [])
    .filter((id) => calendar.getTimeZoneByID(id) === null);
