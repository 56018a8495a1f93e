import { h } from '../element.ts';
import type { Children, Node } from '../element.ts';
import type { Exhibit } from '@keycloak-release-gate/core';
import { cleanText } from '../../clean-text.ts';
import { evidencePath } from '../view.ts';
import type { View } from '../view.ts';

/** A larger picture than this is linked to, not carried along. */
const largest = 1_500_000;

/** A screenshot within the page; a link where it would make the page too large, and why it is not there where it is not. */
export function image(view: View, { title, sha256, mediaType }: Extract<Exhibit, { kind: 'image' }>): Node {
  const path = evidencePath(sha256);
  if (path === undefined) return note('This picture has no hash, so that it cannot be found.');
  let bytes: Uint8Array;
  try {
    bytes = view.readEvidence(sha256);
  } catch (error) {
    return note('The picture cannot be read: ', error instanceof Error ? error.message : String(error));
  }
  if (!beginsAs(bytes, mediaType)) return note('This is no picture of the kind that it says; it is in ', h('a', { href: path }, path), '.');
  const size = Math.ceil(bytes.length / 3) * 4;
  if (bytes.length > largest || size > view.left.images) return note('The picture is in ', h('a', { href: path }, path), '.');
  view.left.images -= size;
  return h('img', { src: `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`, alt: cleanText(title) });
}

const note = (...text: Children[]): Node => h('p', { class: 'cut' }, text);

/** The first bytes of each format. */
function beginsAs(bytes: Uint8Array, mediaType: 'image/png' | 'image/jpeg'): boolean {
  const magic = mediaType === 'image/png' ? [0x89, 0x50, 0x4e, 0x47] : [0xff, 0xd8, 0xff];
  return magic.every((byte, index) => bytes[index] === byte);
}
