import { h } from './element.ts';
import type { Node } from './element.ts';
import { createHash } from 'node:crypto';
import type { RunRecord } from '@keycloak-release-gate/core';
import { render } from 'preact-render-to-string';
import { cleanLine } from '../clean-text.ts';
import type { ReadEvidence } from '../evidence.ts';
import { summarise } from '../summary.ts';
import { verdictWords } from '../words.ts';
import { filters } from './filters.ts';
import { frontPage, verdictTone } from './front-page.ts';
import { iconSheet } from './icons.ts';
import { releasePage } from './release-page.ts';
import { rollbackPage } from './rollback-page.ts';
import { script } from './script.ts';
import { allLooks, blocked, steps } from './steps.ts';
import { style } from './style.ts';
import { createView, outside } from './view.ts';
import type { View } from './view.ts';

/** A page that is larger cannot be sent by mail, and is slow to open. */
const largest = 10_000_000;

/**
 * The record as one HTML file that needs nothing beside it. Its content security policy allows nothing but its own style
 * and script, by their hashes, and pictures within the page; all text of the record is escaped. Where the page would be
 * larger than 10 MB, exhibits are cut shorter: what is cut is in `run.json`.
 */
export function renderHtml(record: RunRecord, readEvidence: ReadEvidence): string {
  const summary = summarise(record);
  for (const share of [1, 0.25]) {
    const page = pageOf(createView(record, summary, readEvidence, share));
    if (Buffer.byteLength(page) <= largest) return page;
  }
  return pageOf(createView(record, summary, readEvidence, 0));
}

function pageOf(view: View): string {
  const { record } = view;
  const title = cleanLine(
    `${verdictWords[record.verdict.kind]}: ${record.suite.title}, ${record.environment.title}${record.release ? `, ${record.release.id}` : ''}`,
  );
  const head = [
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('title', null, title),
  ];
  return [
    '<!doctype html>\n<html lang="en">\n<head>',
    ...head.map((element) => render(element)),
    `<style>${style}</style>\n</head>`,
    render(body(view)).replace(/<\/body>$/, ''),
    `<script>${script}</script>\n</body>\n</html>\n`,
  ].join('\n');
}

function body(view: View): Node {
  const { record } = view;
  return h(
    'body',
    { class: `is-${verdictTone[record.verdict.kind]}` },
    h('a', { class: 'skip', href: '#checks' }, 'To the checks'),
    iconSheet(),
    h(
      'main',
      null,
      frontPage(view),
      releasePage(view),
      rollbackPage(view),
      h(
        'section',
        { class: 'checks', 'aria-labelledby': 'checks' },
        h('h2', { id: 'checks' }, 'Every check'),
        filters(view),
        blocked(view),
        steps(view),
      ),
      allLooks(view),
    ),
    h(
      'footer',
      null,
      h(
        'p',
        null,
        'Rendered from ',
        h('a', { href: 'run.json' }, 'run.json'),
        ' alone. ',
        h('a', { href: 'manifest.sha256' }, 'manifest.sha256'),
        ' lists the hash of every file of this run.',
      ),
      h('p', { class: 'quiet' }, outside(record.run.command)),
    ),
  );
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const contentSecurityPolicy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; img-src data:; base-uri 'none'; form-action 'none'`;
