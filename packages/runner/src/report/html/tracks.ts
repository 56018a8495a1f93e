import { h } from './element.ts';
import type { Children, Node } from './element.ts';

/** A stretch or a moment on a time line, in ms since its start. */
export interface Mark {
  readonly from: number;
  readonly length: number;
  readonly tone: string;
  readonly name: string;
}

export interface Track {
  readonly label: Children;
  readonly note?: Children;
  readonly marks: readonly Mark[];
}

const width = 1000;

/** Rows of a time line, each with its name; a mark has the length that it took. What is drawn is also told in words beside or below it. */
export function tracks(rows: readonly Track[], total: number): Node {
  const scale = width / Math.max(1, total);
  return h(
    'ul',
    { class: 'tracks' },
    rows.map(({ label, note, marks }) =>
      h(
        'li',
        null,
        h('span', { class: 'track-label' }, label),
        h(
          'svg',
          { class: 'track', viewBox: `0 0 ${width} 12`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
          h('path', { class: 'axis', d: `M0 6H${width}` }),
          marks.map(({ from, length, tone, name }) => {
            const size = Math.max(6, length * scale);
            const x = Math.min(width - size, Math.max(0, from * scale));
            return h(
              'rect',
              { class: `fill-${tone}`, x: x.toFixed(1), y: 1, width: size.toFixed(1), height: 10, rx: 2 },
              h('title', null, name),
            );
          }),
        ),
        h('span', { class: 'track-note' }, note),
      ),
    ),
  );
}
