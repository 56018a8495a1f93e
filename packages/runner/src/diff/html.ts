import { diffExhibit, impactExhibits } from '@keycloak-release-gate/checks';
import type { Impact } from '@keycloak-release-gate/checks';
import type { Exhibit } from '@keycloak-release-gate/core';
import { shorten } from '../report/clean-text.ts';
import { h } from '../report/html/element.ts';
import type { Children, Node } from '../report/html/element.ts';
import { diff as drawn } from '../report/html/exhibits/diff.ts';
import { graph } from '../report/html/exhibits/graph.ts';
import { table } from '../report/html/exhibits/table.ts';
import { iconSheet } from '../report/html/icons.ts';
import { pageWithoutScript } from '../report/html/page.ts';
import { style } from '../report/html/style.ts';
import { outside } from '../report/html/view.ts';
import type { Diff, SectionDiff } from './model.ts';
import { exitCodeOf, sectionsOf } from './model.ts';
import { touchedBy } from './touched.ts';
import { count, inWords, serverLines, sideLine, titleOf, unreadOf, verdictOf, weakerLine } from './words.ts';

/** A page as one file, drawn as the report of a run. */
export interface HtmlPage {
  readonly title: string;
  readonly kicker: string;
  readonly heading: string;
  readonly tone: (typeof tone)[keyof typeof tone];
  /** What it is about, in pairs of a term and its text. */
  readonly particulars: readonly (readonly [term: string, text: string])[];
  readonly content: readonly Children[];
}

/** The page as HTML that needs nothing beside it. Nothing in it is a script. */
export const htmlPage = (page: HtmlPage): string => pageWithoutScript({ title: page.title, style, body: body(page) });

const body = ({ kicker, heading, tone: of, particulars, content }: HtmlPage): Node =>
  h(
    'body',
    { class: `is-${of}` },
    iconSheet(),
    h(
      'main',
      null,
      h('p', { class: 'kicker' }, kicker),
      h('h1', null, outside(heading)),
      h(
        'dl',
        { class: 'particulars' },
        particulars.map(([term, text]) => h('div', null, h('dt', null, outside(term)), h('dd', null, outside(text)))),
      ),
      content,
    ),
  );

export const tone = { 0: 'pass', 1: 'fail', 2: 'fail', 3: 'inconclusive' } as const;

/** The comparison as a page. */
export const htmlDiff = (diff: Diff): string =>
  htmlPage({
    title: `${verdictOf(diff)} ${diff.a.environment}, ${diff.b.environment}`,
    kicker: 'The admin configuration, compared',
    heading: verdictOf(diff),
    tone: tone[exitCodeOf(diff)],
    particulars: [
      ['A', sideLine(diff.a)],
      ['B', sideLine(diff.b)],
      ...[...diff.origins].map(([from, to]): [string, string] => [`${from} of A`, `is ${to} of B`]),
    ],
    content: [
      ...sectionsOf(diff).map(part),
      list('The server', serverLines(diff)),
      list('On one side alone', diff.missing),
      list('Not compared', diff.notCompared),
    ],
  });

function part(each: SectionDiff): Node {
  const { comparison, applications, arrivals, broken, notes } = each;
  return h(
    'section',
    { class: 'checks' },
    h('h2', null, outside(titleOf(each)), `: ${count(comparison.differences.length, 'difference')} in ${count(each.objects, 'object')}`),
    list('Announced', [
      ...arrivals.map(({ change, inA, inB }) => `${change}: ${inWords(inA)} in A, ${inWords(inB)} in B`),
      ...broken.map(({ words }) => words),
    ]),
    ...diffExhibit(comparison, applications, (difference) => notes.get(difference)).map(exhibit),
    ...touchedExhibits(each.impact).map(exhibit),
    list('What is weaker', bounded(each.weaker.map((one) => weakerLine(one)))),
    list('Not compared', unreadOf(each)),
  );
}

/** Who is touched as a table, and the report's drawing of the ways there. */
export const touchedExhibits = (impact: Impact): readonly Exhibit[] => {
  const touched = touchedBy(impact);
  if (touched.length === 0) return [];
  const rows = touched.flatMap(({ who, critical, ways, more }) => [
    ...ways.map(({ when, path }, index) => [index === 0 ? `${who}${critical ? ' (critical)' : ''}` : '', path, when]),
    ...(more > 0 ? [['', `and ${more} more`, '']] : []),
  ]);
  return [
    { kind: 'table', title: 'Who is touched', columns: ['Who', 'By', 'When'], rows },
    ...impactExhibits(impact).filter(({ kind }) => kind === 'graph'),
  ];
};

/** A value that is longer is cut, and so is a longer list: --format json has all of it. */
const most = { value: 4_000, rows: 300 } as const;

const bounded = (items: readonly string[]): readonly string[] =>
  items.length <= most.rows ? items : [...items.slice(0, most.rows), `and ${items.length - most.rows} more: --format json has them`];

const view = { left: { text: Infinity, images: 0 } };

export function exhibit(item: Exhibit): Node | null {
  switch (item.kind) {
    case 'text':
      return list(item.title, bounded(item.text.split('\n')));
    case 'diff': {
      const cut = (value: string | undefined, name: 'before' | 'after') =>
        value === undefined ? {} : { [name]: shorten(value, most.value) };
      const entries = item.entries.map((entry) => ({ ...entry, ...cut(entry.before, 'before'), ...cut(entry.after, 'after') }));
      return figure(item, drawn(view, { ...item, entries }));
    }
    case 'table': {
      const rows = item.rows.slice(0, most.rows);
      const rest = item.rows.length - rows.length;
      return figure(item, [
        table({ left: view.left }, { ...item, rows }),
        rest > 0 ? h('p', { class: 'cut' }, `and ${rest} more rows: --format json has them`) : null,
      ]);
    }
    case 'graph':
      return figure(item, graph(item));
    default:
      return null;
  }
}

const figure = (item: Exhibit, content: Children): Node =>
  h('figure', { class: `exhibit ${item.kind}` }, h('figcaption', null, outside(item.title)), content);

export const list = (title: string, items: readonly string[]): Node | null =>
  items.length === 0
    ? null
    : h(
        'figure',
        { class: 'exhibit' },
        h('figcaption', null, title),
        h(
          'ul',
          { class: 'announced' },
          items.map((item) => h('li', null, outside(item))),
        ),
      );
