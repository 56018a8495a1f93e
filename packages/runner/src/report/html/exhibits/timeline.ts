import type { Exhibit } from '@keycloak-release-gate/core';
import { countOf } from '../../words.ts';
import { h } from '../element.ts';
import type { Node } from '../element.ts';
import { icon } from '../icons.ts';
import { boundedText } from '../value.ts';
import { outside } from '../view.ts';
import type { View } from '../view.ts';
import { timelinePicture } from './timeline-picture.ts';
import { toneKinds, toneWords } from './tone.ts';

type Timeline = Extract<Exhibit, { kind: 'timeline' }>;
type Event = Timeline['events'][number];

const longest = 200;
/** More lanes than this are a list and no picture. */
const drawn = 24;
/** Milliseconds. */
const DAY = 86_400_000;
/** A shorter list needs no unfolding. */
const unfolded = 4;

/** Events in lanes, drawn, and the same in words below. */
export function timeline(view: View, { title, events }: Timeline): Node {
  const known = events.filter(isTimed).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const told = [...known, ...events.filter((event) => !isTimed(event))];
  // Over more than a day, the time of day alone would not tell when.
  const days = known.some(({ at, until }) => Date.parse(until ?? at) - Date.parse(known[0]?.at ?? at) > DAY);
  const timeOf = days ? view.times.moment : view.times.clock;
  const lanes = Map.groupBy(known.slice(0, longest), (event) => event.lane ?? '');
  const shown = new Map([...lanes].slice(0, drawn));
  const list = h(
    'ol',
    { class: 'events' },
    told.slice(0, longest).map((event) => line(event, { view, timeOf, withLane: lanes.size > 1 })),
  );
  return h(
    'div',
    null,
    shown.size === 0 ? null : [timelinePicture(view, title, shown), key([...shown.values()].flat())],
    lanes.size > drawn ? h('p', { class: 'cut' }, `${drawn} of ${lanes.size} lanes are drawn; the list tells all of them.`) : null,
    told.length <= unfolded ? list : h('details', null, h('summary', null, `The same in words: ${countOf(told.length, 'event')}`), list),
    told.length > longest
      ? h('p', { class: 'cut' }, `${longest} of ${told.length} events. All of them are in `, h('a', { href: 'run.json' }, 'run.json'), '.')
      : null,
  );
}

/** What the shapes stand for, of those that are drawn. */
const key = (events: readonly Event[]): Node =>
  h(
    'p',
    { class: 'key' },
    (['bad', 'warn', 'good'] as const)
      .filter((tone) => events.some((event) => event.tone === tone))
      .map((tone) => h('span', null, icon(toneKinds[tone]), toneWords[tone])),
  );

/** Drawn are events whose times are known. */
const isTimed = ({ at, until }: Event): boolean => !Number.isNaN(Date.parse(at)) && !Number.isNaN(Date.parse(until ?? at));

interface Telling {
  readonly view: View;
  readonly timeOf: (iso: string) => string;
  readonly withLane: boolean;
}

function line({ at, until, label, lane, tone = 'neutral' }: Event, { view, timeOf, withLane }: Telling): Node {
  return h(
    'li',
    null,
    h('time', null, timeOf(at), until === undefined ? '' : `–${timeOf(until)}`),
    icon(toneKinds[tone]),
    h(
      'span',
      null,
      outside(boundedText(view, label).text),
      toneWords[tone] === '' ? null : h('span', { class: 'hidden' }, ` (${toneWords[tone]})`),
      lane === undefined || !withLane ? null : h('span', { class: 'quiet' }, ' ', outside(lane)),
    ),
  );
}
