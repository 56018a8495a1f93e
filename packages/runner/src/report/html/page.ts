import { createHash } from 'node:crypto';
import { render } from 'preact-render-to-string';
import { cleanLine } from '../clean-text.ts';
import { h } from './element.ts';
import type { Node } from './element.ts';

/** A page as one file that needs nothing beside it. Nothing in it is a script, and no style but this one counts. */
export function pageWithoutScript({ title, style, body }: { readonly title: string; readonly style: string; readonly body: Node }): string {
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  const head = [
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('title', null, cleanLine(title)),
  ];
  return [
    '<!doctype html>\n<html lang="en">\n<head>',
    ...head.map((element) => render(element)),
    `<style>${style}</style>\n</head>`,
    render(body),
    '</html>\n',
  ].join('\n');
}
