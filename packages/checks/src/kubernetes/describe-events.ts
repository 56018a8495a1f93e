import { compare } from '@keycloak-release-gate/core';
import { cutMessage } from './describe-conditions.ts';
import type { Event } from './objects.ts';
import type { Workload, WorkloadEvent } from './workload-evidence.ts';

/** As many events as a look keeps. */
const MOST_EVENTS = 1_000;

/**
 * The events of the workload's own objects, newest first. `kinds` tells the kind of each object by its uid: events of another object
 * of the same name are of no concern. Of too many the newest are kept, and warnings before what is normal.
 */
export function describeEvents(
  events: readonly Event[],
  kinds: ReadonlyMap<string, string>,
): Pick<Workload, 'events' | 'eventsLeftOut' | 'warningsLeftOut' | 'eventsReach'> {
  const own = events.filter((event) => kinds.get(event.involvedObject.uid) === event.involvedObject.kind).map(describeEvent);
  const kept = own.length <= MOST_EVENTS ? own : own.toSorted(warningsFirst).slice(0, MOST_EVENTS);
  const left = own.length - kept.length;
  const warnings = (all: readonly WorkloadEvent[]): number => all.filter((event) => event.type !== 'Normal').length;
  // An event lives on from its last time, not its first: one that is told again and again says nothing of others as old as it.
  const reach = events.reduce<string | undefined>((oldest, event) => earlier(oldest, lastOf(event)), undefined);
  return {
    events: kept.toSorted(newestFirst),
    eventsLeftOut: left,
    ...(left === 0 ? {} : { warningsLeftOut: warnings(own) - warnings(kept) }),
    ...(reach === undefined ? {} : { eventsReach: reach }),
  };
}

function describeEvent(event: Event): WorkloadEvent {
  const { involvedObject, type, reason, message, count, firstTimestamp, eventTime, series, metadata } = event;
  // The scheduler's events have neither a first nor a last time; theirs is the event's own, or that of the series.
  const first = firstTimestamp ?? eventTime ?? metadata.creationTimestamp;
  const last = lastOf(event);
  const component = event.source?.component || event.reportingComponent;
  const container = /\{([^{}]+)\}$/.exec(involvedObject.fieldPath ?? '')?.[1];
  return {
    subject: `${involvedObject.kind.toLowerCase()}/${involvedObject.name}`,
    ...(container === undefined ? {} : { container }),
    type: type ?? '',
    reason: reason ?? '',
    message: cutMessage(message),
    count: series?.count ?? count ?? 1,
    ...(first ? { first } : {}),
    ...(last ? { last } : {}),
    ...(component ? { component } : {}),
  };
}

const lastOf = ({ series, lastTimestamp, eventTime, metadata }: Event): string | null | undefined =>
  series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp;

const newestFirst = (a: WorkloadEvent, b: WorkloadEvent): number =>
  time(b) - time(a) ||
  compare(b.last ?? '', a.last ?? '') ||
  compare(a.subject, b.subject) ||
  compare(a.container ?? '', b.container ?? '') ||
  compare(a.reason, b.reason) ||
  compare(a.message, b.message) ||
  b.count - a.count;

const warningsFirst = (a: WorkloadEvent, b: WorkloadEvent): number =>
  Number(a.type === 'Normal') - Number(b.type === 'Normal') || newestFirst(a, b);

/** Milliseconds; some times have fractions of a second and some have none, so that their text does not sort. */
const time = ({ last }: WorkloadEvent): number => (last === undefined ? 0 : Date.parse(last) || 0);

const earlier = (a: string | undefined, b: string | null | undefined): string | undefined =>
  b && (a === undefined || Date.parse(b) < Date.parse(a)) ? b : a;
