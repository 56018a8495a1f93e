import { stripVTControlCharacters } from 'node:util';

// Overrides and isolates can make text read as what it is not; plain right-to-left letters need none of them.
const bidiControls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
const controls = /[^\P{Cc}\n\t]/gu;

/**
 * Text from outside, made harmless for a terminal and for XML: without escape sequences, control characters (line breaks
 * and tabs stay), direction overrides, lone surrogates and the two code points that are no characters.
 */
export function cleanText(text: string): string {
  return withoutLoneSurrogates(stripVTControlCharacters(text.replaceAll('\r\n', '\n')))
    .replaceAll(controls, '')
    .replaceAll(bidiControls, '')
    .replaceAll(/[\uFFFE\uFFFF]/g, '');
}

/** As `cleanText`, on one line. */
export const cleanLine = (text: string): string => cleanText(text).replaceAll(/\s+/g, ' ').trim();

/** At most so many UTF-16 units, never half a character; what is cut is told by an ellipsis. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${withoutLoneSurrogates(text.slice(0, Math.max(0, length - 1)))}…`;
}

/** At most so many bytes of UTF-8, never half a character. */
export function cutToBytes(text: string, bytes: number): string {
  const encoded = Buffer.from(text, 'utf8');
  if (encoded.length <= bytes) return text;
  let end = Math.max(0, bytes);
  // A byte 10xxxxxx continues a character: step back to where one begins.
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return encoded.subarray(0, end).toString('utf8');
}

/** A JSON value as a reader wants to see it: a string without quotes, everything else as JSON. */
export const showValue = (value: unknown, indent?: number): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, indent) ?? String(value));

const withoutLoneSurrogates = (text: string): string => (text.isWellFormed() ? text : text.replaceAll(/\p{Surrogate}/gu, ''));
