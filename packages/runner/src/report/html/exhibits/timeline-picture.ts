import type { Exhibit } from '@keycloak-release-gate/core';
import { cleanLine, shorten } from '../../clean-text.ts';
import { countOf } from '../../words.ts';
import { h } from '../element.ts';
import type { Children, Node } from '../element.ts';
import type { View } from '../view.ts';
import { toneKinds } from './tone.ts';
import type { Tone } from './tone.ts';

type Event = Extract<Exhibit, { kind: 'timeline' }>['events'][number];

/** A stretch of time, in ms since 1970. */
interface Stretch {
  readonly start: number;
  readonly total: number;
}

const [axisHeight, laneHeight, lineAt, troubleAt, icon] = [22, 40, 25, 43, 14];
/** Characters of a lane's name, and of a whole line on the narrowest screen or paper that counts as wide. */
const [longestName, lineLength] = [60, 84];
/** What a lane needs more where trouble stands in a row of its own. */
const troubleHeight = 16;
const order: readonly Tone[] = ['neutral', 'good', 'warn', 'bad'];

/**
 * The lanes of a time line as a drawing. Places are per cent of its width and sizes are not, so that it is as legible on a
 * telephone as on a wide screen; what is bad, worth a look or good has a shape of its own. All of it is told in words elsewhere.
 */
export function timelinePicture(view: View, title: string, lanes: ReadonlyMap<string, readonly Event[]>): Node {
  const events = [...lanes.values()].flat();
  const over = stretchOf(events);
  const [titleId, descriptionId] = [view.uniqueId('picture'), view.uniqueId('picture')];
  let height = axisHeight;
  const drawn = [...lanes].map(([lane, own]) => {
    const top = height;
    height += laneHeight + (own.some(isTrouble) ? troubleHeight : 0);
    return laneOf(view, lane, own, over, top);
  });
  return h(
    'svg',
    { class: 'picture', width: '100%', height, role: 'img', 'aria-labelledby': `${titleId} ${descriptionId}` },
    h('title', { id: titleId }, cleanLine(title)),
    h('desc', { id: descriptionId }, described(view, events, lanes.size, over)),
    axis(view, over),
    drawn,
  );
}

const isTrouble = ({ tone }: Event): boolean => tone === 'warn' || tone === 'bad';

/** A row of what went on as it should, and one below it of what did not; what is worse stands in front. */
function laneOf(view: View, lane: string, events: readonly Event[], over: Stretch, top: number): Node {
  const sorted = events.toSorted((a, b) => order.indexOf(a.tone ?? 'neutral') - order.indexOf(b.tone ?? 'neutral'));
  const stretches = sorted.filter(({ until }) => until !== undefined);
  const rowOf = (event: Event): number => top + (isTrouble(event) ? troubleAt : lineAt);
  return h(
    'g',
    null,
    h('text', { class: 'lane', x: 0, y: top + 11 }, shorten(cleanLine(lane), longestName)),
    worstOf(sorted, lane, top),
    h('rect', { class: 'lane-line', x: 0, y: top + lineAt, width: '100%', height: 1 }),
    h(
      'g',
      { class: 'bars' },
      stretches.map((event) => bar(view, event, over, rowOf(event))),
    ),
    sorted.map((event) => mark(view, event, over, rowOf(event) + 0.5)),
  );
}

/** What was worst in a lane, in words: on a wide screen there is room for it beside the lane's name. Of several the last counts. */
function worstOf(sorted: readonly Event[], lane: string, top: number): Node | null {
  const worst = sorted.findLast(isTrouble);
  const room = lineLength - shorten(cleanLine(lane), longestName).length;
  if (!worst || room < 12) return null;
  const tone = toneKinds[worst.tone ?? 'neutral'];
  return h('text', { class: `wide tone-${tone}`, x: '100%', y: top + 11, 'text-anchor': 'end' }, shorten(cleanLine(worst.label), room));
}

function bar(view: View, event: Event, over: Stretch, row: number): Node {
  const [from, to] = [place(event.at, over), place(event.until ?? event.at, over)];
  const tone = event.tone ?? 'neutral';
  const thick = isTrouble(event) ? 3 : 7;
  return h(
    'rect',
    {
      class: tone === 'neutral' ? 'fill-look' : `fill-${toneKinds[tone]}`,
      x: percent(from),
      y: row + 0.5 - thick / 2,
      width: percent(Math.max(0.3, Math.min(100, to) - from)),
      height: thick,
      rx: thick / 2,
    },
    h('title', null, inWords(view, event)),
  );
}

function mark(view: View, event: Event, over: Stretch, row: number): Node {
  const tone = event.tone ?? 'neutral';
  const at = percent(place(event.at, over));
  const name = h('title', null, inWords(view, event));
  if (tone === 'neutral') return h('circle', { class: 'moment', cx: at, cy: row, r: 3 }, name);
  return h(
    'svg',
    { x: at, y: row, width: 1, height: 1, overflow: 'visible' },
    h('circle', { class: 'halo', r: icon / 2 + 1 }),
    h(
      'g',
      { class: `tone-${toneKinds[tone]} icon` },
      h('use', { href: `#icon-${toneKinds[tone]}`, x: -icon / 2, y: -icon / 2, width: icon, height: icon }),
      name,
    ),
  );
}

/** Five times, of which a narrow screen shows three. */
function axis(view: View, { start, total }: Stretch): Children {
  return [0, 1, 2, 3, 4].map((quarter) => {
    const at = new Date(start + (total * quarter) / 4).toISOString();
    const anchor = quarter === 0 ? 'start' : quarter === 4 ? 'end' : 'middle';
    return h(
      'text',
      { class: quarter % 2 === 0 ? 'tick' : 'tick wide', x: `${quarter * 25}%`, y: 12, 'text-anchor': anchor },
      timeAt(view, at, total),
    );
  });
}

function described(view: View, events: readonly Event[], lanes: number, { start, total }: Stretch): string {
  const count = (tone: Tone): number => events.filter((event) => (event.tone ?? 'neutral') === tone).length;
  const [from, to] = [start, start + total].map((at) => timeAt(view, new Date(at).toISOString(), total));
  return `${countOf(events.length, 'event')} in ${countOf(lanes, 'lane')}, from ${from ?? ''} to ${to ?? ''}: ${count('bad')} bad, ${count('warn')} worth a look. The list below tells each of them.`;
}

const timeAt = ({ times }: View, at: string, total: number): string => (total > 86_400_000 ? times.moment(at) : times.clock(at));

const inWords = ({ times }: View, { at, until, label }: Event): string =>
  `${times.clock(at)}${until === undefined ? '' : `–${times.clock(until)}`} ${shorten(cleanLine(label), 200)}`;

/** Between the margins that the outermost marks need. */
const place = (at: string, { start, total }: Stretch): number => 1.5 + (97 * (Date.parse(at) - start)) / total;
const percent = (share: number): string => `${Math.min(100, Math.max(0, share)).toFixed(2)}%`;

/** From the first event to the last. What only goes on as it should (a container that runs) does not stretch it: it reaches the edge. */
function stretchOf(events: readonly Event[]): Stretch {
  const times = events.flatMap((event) => [Date.parse(event.at), Date.parse(isTrouble(event) ? (event.until ?? event.at) : event.at)]);
  const start = times.reduce((a, b) => Math.min(a, b), Infinity);
  const end = times.reduce((a, b) => Math.max(a, b), -Infinity);
  return times.length === 0 ? { start: 0, total: 1000 } : { start, total: Math.max(1000, end - start) };
}
