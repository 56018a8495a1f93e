import type { Exhibit } from '@keycloak-release-gate/core';
import type { ApplicationImpact, ChangeImpact, Impact } from './index.ts';
import type { Touch } from './touch.ts';

/** Bounds of what a report shows; all of it can be computed again from the evidence. */
const most = { ways: 6, changes: 100, nodes: 36 } as const;

/** Who is touched, grouped by application, and a drawing of the ways there. Nothing where nothing changed. */
export function impactExhibits(impact: Impact): Exhibit[] {
  if (impact.changes.length === 0) return [];
  const rows = [
    ...impact.applications.flatMap(applicationRows),
    ...otherRows(impact),
    ...administratorRows(impact),
    ...impact.changes
      .filter(({ nobody }) => nobody !== undefined)
      .slice(0, most.changes)
      .map(nobodyRow),
  ];
  const drawing = drawingOf(impact);
  return [
    { kind: 'table', topic: 'impact', title: 'Who is touched', columns: ['Application', 'When', 'By'], rows },
    ...(drawing === undefined ? [] : [drawing]),
  ];
}

const nameOf = ({ application: { id, title } }: ApplicationImpact): string => title ?? id;

/** One row for each way, without those that a longer list only repeats. */
function applicationRows(one: ApplicationImpact): string[][] {
  const ways = unique(one.touches.map((touch) => [whenOf(touch), touch.path.join(' → ')] as const));
  const rows = ways.slice(0, most.ways).map(([when, way]) => [nameOf(one), when, way]);
  return ways.length > most.ways ? [...rows, [nameOf(one), '', `and ${ways.length - most.ways} more ways`]] : rows;
}

function whenOf(touch: Touch): string {
  switch (touch.kind) {
    case 'client':
      return touch.when === 'always' ? 'always' : 'when it asks for the scope';
    case 'users':
      return touch.who;
    case 'administrators':
      return 'administrators';
    case 'anything':
      return 'could be';
  }
}

function otherRows({ otherClients }: Impact): string[][] {
  if (otherClients.length === 0) return [];
  const shown = otherClients.slice(0, most.changes);
  const more = otherClients.length > shown.length ? `, and ${otherClients.length - shown.length} more` : '';
  return [['Clients that no application stands for', '', `${shown.join(', ')}${more}`]];
}

const administratorRows = ({ changes }: Impact): string[][] =>
  unique(
    changes.flatMap(({ touches }) =>
      touches.flatMap((touch) => (touch.kind === 'administrators' ? [['critical', touch.path.join(' → ')] as const] : [])),
    ),
  )
    .slice(0, most.changes)
    .map((row) => ['Administrators', ...row]);

const nobodyRow = ({ change: { object, attribute }, nobody = '' }: ChangeImpact): string[] => [
  'Nobody',
  '',
  `${attribute === undefined || attribute === '' ? object : `${object}: ${attribute}`}: ${nobody}`,
];

/** The ways as a graph, one change after another as long as there is room; undefined where no application is touched. */
function drawingOf(impact: Impact): Exhibit | undefined {
  const nodes = new Map<string, { readonly id: string; readonly label: string; readonly tone?: 'warn' | 'bad' }>();
  const edges = new Map<string, { readonly from: string; readonly to: string }>();
  let isWhole = true;
  const draw = (ids: readonly string[], last: { readonly id: string; readonly label: string; readonly tone: 'warn' | 'bad' }): void => {
    const fresh = [...ids, last.id].filter((id) => !nodes.has(id)).length;
    if (nodes.size + fresh > most.nodes) {
      isWhole = false;
      return;
    }
    for (const id of ids) if (!nodes.has(id)) nodes.set(id, { id, label: id });
    nodes.set(last.id, last);
    const way = [...ids, last.id];
    way.slice(1).forEach((to, index) => {
      const from = way[index] ?? to;
      if (from !== to) edges.set(`${from}\n${to}`, { from, to });
    });
  };
  for (const one of impact.applications)
    for (const touch of one.touches) draw(touch.path, { id: `application/${one.application.id}`, label: nameOf(one), tone: 'warn' });
  for (const { touches } of impact.changes)
    for (const touch of touches)
      if (touch.kind === 'administrators') draw(touch.path, { id: 'administrators', label: 'Administrators', tone: 'bad' });
  if (nodes.size === 0) return undefined;
  return {
    kind: 'graph',
    topic: 'impact',
    title: isWhole ? 'How changes reach applications' : 'How changes reach applications (a part; the table has all)',
    nodes: [...nodes.values()],
    edges: [...edges.values()],
  };
}

function unique(rows: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return [...new Map(rows.map((row) => [row.join('\n'), row])).values()];
}
