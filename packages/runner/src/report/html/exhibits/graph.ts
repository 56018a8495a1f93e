import { h } from '../element.ts';
import type { Node } from '../element.ts';
import type { Exhibit } from '@keycloak-release-gate/core';
import { cleanLine, shorten } from '../../clean-text.ts';
import { scrolled } from '../value.ts';
import { outside } from '../view.ts';
import { layers } from './graph-layers.ts';
import { toneKinds, toneWords } from './tone.ts';

type Graph = Extract<Exhibit, { kind: 'graph' }>;
/** A larger drawing shows nothing; the list below it does. */
const drawn = 40;
const listed = 300;
const [boxWidth, boxHeight, between, rowHeight] = [190, 38, 24, 96];

const inWords = (tone: Graph['nodes'][number]['tone'] = 'neutral'): string => (toneWords[tone] === '' ? '' : ` (${toneWords[tone]})`);

/** Nodes in layers from top to bottom with what joins them, and the same as a list. */
export function graph(item: Graph): Node {
  const labels = new Map(item.nodes.map((node) => [node.id, node.label]));
  const name = (id: string): string => labels.get(id) ?? id;
  const lines = [
    ...item.nodes
      .filter((node) => !item.edges.some((edge) => edge.from === node.id || edge.to === node.id))
      .map((node) => h('li', null, outside(node.label), inWords(node.tone))),
    ...item.edges.map((edge) =>
      h('li', null, outside(name(edge.from)), ' → ', outside(name(edge.to)), edge.label === undefined ? '' : [': ', outside(edge.label)]),
    ),
  ];
  return h(
    'div',
    null,
    item.nodes.length > 0 && item.nodes.length <= drawn ? scrolled(item.title, drawing(item)) : null,
    h(
      'details',
      null,
      h('summary', null, 'As a list'),
      h('ul', { class: 'links' }, lines.slice(0, listed)),
      lines.length > listed
        ? h('p', { class: 'cut' }, `${listed} of ${lines.length}. All of them are in `, h('a', { href: 'run.json' }, 'run.json'), '.')
        : null,
    ),
  );
}

function drawing({ title, nodes, edges }: Graph): Node {
  const rows = layers(
    nodes.map((node) => node.id),
    edges,
  );
  const widest = Math.max(...rows.map((row) => row.length));
  const width = widest * (boxWidth + between) + between;
  const height = rows.length * rowHeight - (rowHeight - boxHeight) + 2 * between;
  const places = new Map(
    rows.flatMap((row, layer) => {
      const left = (width - row.length * (boxWidth + between) + between) / 2;
      return row.map((id, index) => [id, { x: left + index * (boxWidth + between), y: between + layer * rowHeight }] as const);
    }),
  );
  const lines = edges.flatMap(({ from, to, label }) => {
    const [start, end] = [places.get(from), places.get(to)];
    return start && end ? [{ label, x1: start.x + boxWidth / 2, y1: start.y + boxHeight, x2: end.x + boxWidth / 2, y2: end.y }] : [];
  });
  return h(
    'svg',
    { class: 'drawing', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': cleanLine(title) },
    lines.map(({ x1, y1, x2, y2 }) =>
      h('path', { class: 'edge', d: `M${x1} ${y1}C${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2} ${x2} ${y2}` }),
    ),
    // Above all lines, or one of them would strike a label out.
    lines.map(({ label, x1, y1, x2, y2 }) =>
      label === undefined
        ? null
        : h(
            'text',
            { class: 'edge-label', x: x1 * 0.85 + x2 * 0.15, y: y1 * 0.65 + y2 * 0.35 + 4, 'text-anchor': 'middle' },
            shorten(cleanLine(label), 28),
          ),
    ),
    nodes.map((node) => {
      const place = places.get(node.id);
      if (!place) return null;
      return [
        h('rect', {
          class: `node line-${toneKinds[node.tone ?? 'neutral']}`,
          x: place.x,
          y: place.y,
          width: boxWidth,
          height: boxHeight,
          rx: 6,
        }),
        h(
          'text',
          { x: place.x + boxWidth / 2, y: place.y + boxHeight / 2 + 4.5, 'text-anchor': 'middle' },
          shorten(cleanLine(node.label), 26),
        ),
      ];
    }),
  );
}
