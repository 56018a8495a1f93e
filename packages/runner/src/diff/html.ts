import { createHash } from 'node:crypto';
import { diffExhibit } from '@keycloak-release-gate/checks';
import type { Exhibit } from '@keycloak-release-gate/core';
import { render } from 'preact-render-to-string';
import { cleanLine, shorten } from '../report/clean-text.ts';
import { h } from '../report/html/element.ts';
import type { Node } from '../report/html/element.ts';
import { diff as drawn } from '../report/html/exhibits/diff.ts';
import { style } from '../report/html/style.ts';
import { outside } from '../report/html/view.ts';
import type { Diff, RealmDiff } from './model.ts';
import { exitCodeOf } from './model.ts';
import { count, inWords, serverLines, unreadOf, verdictOf } from './words.ts';

/** The comparison as one HTML file that needs nothing beside it, drawn as in the report of a run. Nothing in it is a script. */
export function htmlDiff(diff: Diff): string {
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  const head = [
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('title', null, cleanLine(`${verdictOf(diff)} ${diff.a.environment}, ${diff.b.environment}`)),
  ];
  return [
    '<!doctype html>\n<html lang="en">\n<head>',
    ...head.map((element) => render(element)),
    `<style>${style}</style>\n</head>`,
    render(body(diff)),
    '</html>\n',
  ].join('\n');
}

const tone = { 0: 'pass', 1: 'fail', 3: 'inconclusive' } as const;

const body = (diff: Diff): Node =>
  h(
    'body',
    { class: `is-${tone[exitCodeOf(diff)]}` },
    h(
      'main',
      null,
      h('p', { class: 'kicker' }, 'The admin configuration, compared'),
      h('h1', null, verdictOf(diff)),
      h(
        'dl',
        { class: 'particulars' },
        ...[['A', diff.a.name], ['B', diff.b.name], ...[...diff.origins].map(([from, to]) => [`${from} of A`, `is ${to} of B`])].map(
          ([term = '', text = '']) => h('div', null, h('dt', null, outside(term)), h('dd', null, outside(text))),
        ),
      ),
      ...diff.realms.map(realm),
      list('The server', serverLines(diff)),
      list('Not compared', diff.notCompared),
    ),
  );

function realm(each: RealmDiff): Node {
  const { comparison, applications, arrivals, broken, notes } = each;
  return h(
    'section',
    { class: 'checks' },
    h(
      'h2',
      null,
      'Realm ',
      outside(each.realm),
      `: ${count(comparison.differences.length, 'difference')} in ${count(each.objects, 'object')}`,
    ),
    list('Announced', [
      ...arrivals.map(({ change, inA, inB }) => `${change}: ${inWords(inA)} in A, ${inWords(inB)} in B`),
      ...broken.map(({ words }) => words),
    ]),
    ...diffExhibit(comparison, applications, (difference) => notes.get(difference)).map(exhibit),
    list('Not compared', unreadOf(each)),
  );
}

/** A value that is longer is cut: the other formats have all of it. */
const longest = 4_000;

function exhibit(item: Exhibit): Node | null {
  if (item.kind === 'text') return list(item.title, item.text.split('\n'));
  if (item.kind !== 'diff') return null;
  const cut = (value: string | undefined, name: 'before' | 'after') => (value === undefined ? {} : { [name]: shorten(value, longest) });
  const entries = item.entries.map((entry) => ({ ...entry, ...cut(entry.before, 'before'), ...cut(entry.after, 'after') }));
  return h(
    'figure',
    { class: 'exhibit diff' },
    h('figcaption', null, outside(item.title)),
    drawn({ left: { text: Infinity, images: 0 } }, { ...item, entries }),
  );
}

const list = (title: string, items: readonly string[]): Node | null =>
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
