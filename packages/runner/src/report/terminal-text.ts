import { styleText } from 'node:util';
import { cleanText } from './clean-text.ts';

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** Colours text, or leaves it as it is. */
export const painter =
  (colour: boolean): Paint =>
  (style, text) =>
    colour ? styleText(style, text, { validateStream: false }) : text;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/u;

/** How many columns of a terminal the text takes; it must hold no escape sequences. */
export function columns(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length;
  let sum = 0;
  for (const { segment } of graphemes.segment(text)) sum += /^[\p{M}\p{Cf}]+$/u.test(segment) ? 0 : wide.test(segment) ? 2 : 1;
  return sum;
}

/** At most so many columns; what is cut is told by an ellipsis. */
export function fitColumns(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let fitted = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = columns(segment);
    if (used + next > width - 1) break;
    fitted += segment;
    used += next;
  }
  return `${fitted.trimEnd()}…`;
}

/** Breaks clean text into lines of at most so many columns, at spaces where there are any. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line.replaceAll('\t', '  '), Math.max(8, width)));
}

function wrapLine(line: string, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/(?<= )(?=[^ ])/)) {
    if (current !== '' && columns((current + word).trimEnd()) > width) {
      lines.push(current.trimEnd());
      current = indent.length < width / 2 ? indent : '';
    }
    current += word;
    while (columns(current.trimEnd()) > width) {
      const head = takeColumns(current, width);
      lines.push(head);
      current = current.slice(head.length);
    }
  }
  return [...lines, current.trimEnd()];
}

function takeColumns(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = columns(segment);
    if (used + next > width && taken !== '') break;
    taken += segment;
    used += next;
  }
  return taken;
}

/**
 * Clean text whose lines a CI engine does not take for commands: GitHub reads `::error::` at the start of a line, and
 * `##[…]` or `##vso[…]` (Azure) anywhere in it.
 */
export const withoutCommands = (line: string): string => line.replace(/^(\s*):(?=:)/, '$1: ').replaceAll(/##(?=(vso)?\[)/g, '# #');

/** A paragraph from outside, wrapped and indented; `hanging` indents all lines but the first a little more. */
export const paragraph = (text: string, width: number, indent: number, hanging = 0): string[] =>
  wrap(cleanText(text).trim(), width - indent - hanging).map((line, index) => `${' '.repeat(indent + (index > 0 ? hanging : 0))}${line}`);
