import { h } from './element.ts';
import type { Node } from './element.ts';
import { cleanText, cutToBytes, showValue } from '../clean-text.ts';
import { outside } from './view.ts';
import type { View } from './view.ts';

/** Beyond this a text is cut, wherever it stands: nobody reads more of it on a page, and all of it is in the record. */
const longest = 64 * 1024;
/** What a text may still take when the page's budget is spent. */
const least = 1024;

/** A text, cut where it is too long for the page; what is cut is told, with where the whole is. */
export function boundedText(view: Pick<View, 'left'>, text: string): { readonly text: string; readonly cut: Node | null } {
  const room = Math.max(least, Math.min(longest, view.left.text));
  // A character takes a byte at least: what is beyond the room need not even be cleaned.
  const clean = cleanText(text.slice(0, room));
  const shown = cutToBytes(clean, room);
  view.left.text = Math.max(0, view.left.text - Buffer.byteLength(shown));
  if (text.length <= room && shown.length === clean.length) return { text: shown, cut: null };
  return {
    text: shown,
    cut: h(
      'p',
      { class: 'cut' },
      `Cut after ${number(Buffer.byteLength(shown))} of ${number(Buffer.byteLength(text))} bytes. All of it is in `,
      h('a', { href: 'run.json' }, 'run.json'),
      '.',
    ),
  };
}

/** A value as it was expected or found: short ones in the line, others as a block that can be scrolled. */
export function valueOf(view: View, value: unknown, name: string): Node {
  const line = showValue(value);
  if (line.length <= (typeof value === 'object' ? 44 : 120) && !line.includes('\n')) return h('span', { class: 'code' }, outside(line));
  const { text, cut } = boundedText(view, showValue(value, 2));
  return h('div', null, scrolled(name, h('pre', null, text)), cut);
}

/** What may be wider or higher than its place; it is reached by the keyboard. */
export const scrolled = (name: string, content: Node, className = ''): Node =>
  h('div', { class: `scrolled ${className}`.trim(), tabindex: 0, role: 'group', 'aria-label': cleanText(name).slice(0, 200) }, content);

const number = (value: number): string => value.toLocaleString('en-GB');
