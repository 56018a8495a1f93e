import { h } from '../element.ts';
import type { Node } from '../element.ts';
import type { Exhibit } from '@keycloak-release-gate/core';
import { boundedText } from '../value.ts';
import { outside } from '../view.ts';
import { tracks } from '../tracks.ts';
import type { View } from '../view.ts';
import { toneKinds, toneWords } from './tone.ts';

const longest = 200;

/** Events in lanes, and the same in words below them. */
export function timeline(view: View, { events }: Extract<Exhibit, { kind: 'timeline' }>): Node {
  const known = events.filter((event) => !Number.isNaN(Date.parse(event.at))).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const unknown = events.filter((event) => Number.isNaN(Date.parse(event.at)));
  const start = Date.parse(known[0]?.at ?? '') || 0;
  const total = Math.max(1000, (Date.parse(known.at(-1)?.at ?? '') || 0) - start);
  const lanes = [...new Set(known.map((event) => event.lane ?? ''))];
  const rows = lanes.slice(0, longest).map((lane) => ({
    label: outside(lane),
    marks: known
      .filter((event) => (event.lane ?? '') === lane)
      .slice(0, longest)
      .map((event) => ({
        from: Date.parse(event.at) - start,
        length: 0,
        tone: toneKinds[event.tone ?? 'neutral'],
        name: `${view.times.clock(event.at)} ${boundedText(view, event.label).text}`,
      })),
  }));
  const told = [...known, ...unknown];
  return h(
    'div',
    null,
    tracks(rows, total),
    h(
      'ol',
      { class: 'events' },
      told.slice(0, longest).map((event) => {
        const tone = event.tone ?? 'neutral';
        return h(
          'li',
          null,
          h('time', null, view.times.clock(event.at)),
          h('span', { class: `dot fill-${toneKinds[tone]}`, 'aria-hidden': 'true' }),
          h(
            'span',
            null,
            outside(boundedText(view, event.label).text),
            toneWords[tone] === '' ? null : h('span', { class: 'hidden' }, ` (${toneWords[tone]})`),
            event.lane === undefined || lanes.length < 2 ? null : h('span', { class: 'quiet' }, ' ', outside(event.lane)),
          ),
        );
      }),
    ),
    told.length > longest
      ? h('p', { class: 'cut' }, `${longest} of ${told.length} events. All of them are in `, h('a', { href: 'run.json' }, 'run.json'), '.')
      : null,
  );
}
