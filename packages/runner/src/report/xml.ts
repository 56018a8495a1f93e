import { cleanText, cutToBytes } from './clean-text.ts';

/** An element of an XML document; text and attributes are any strings. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly children?: readonly XmlElement[] | string;
}

/**
 * A whole document in XML 1.0. What XML cannot carry (escape sequences, control characters, lone surrogates) is left out;
 * `>` is always escaped, so that no text holds `]]>`.
 */
export const xmlDocument = (root: XmlElement): string => `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, '')}`;

function write({ name, attributes = {}, children = [] }: XmlElement, indent: string): string {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : ` ${key}="${escapeAttribute(String(value))}"`))
    .join('');
  const open = `${indent}<${name}${written}`;
  if (typeof children === 'string') return `${open}>${escapeText(children)}</${name}>\n`;
  if (children.length === 0) return `${open}/>\n`;
  return `${open}>\n${children.map((child) => write(child, `${indent}  `)).join('')}${indent}</${name}>\n`;
}

/** The beginning of a text that takes at most so many bytes when it is written; that it was cut is told. */
export function cutEscaped(text: string, bytes: number): string {
  // A character takes a byte at least: what is beyond need not even be cleaned.
  const clean = cleanText(text.slice(0, bytes + 1));
  if (text.length <= bytes && written(clean) <= bytes) return clean;
  const note = '\n… cut here; the rest is in report.html';
  const room = bytes - Buffer.byteLength(note);
  let cut = cutToBytes(clean, room);
  while (written(cut) > room) cut = cutToBytes(cut, Math.floor(Buffer.byteLength(cut) * 0.8));
  return cut + note;
}

const written = (text: string): number => Buffer.byteLength(escapeText(text));

const escapeText = (text: string): string => cleanText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const escapeAttribute = (text: string): string =>
  escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
