import { canonicalJson, Confirmation, contentHash } from '@keycloak-release-gate/core';
import type { Problem } from '@keycloak-release-gate/core';
import { z } from 'zod';

/**
 * A line of the chain: what was confirmed, the SHA-256 of the line before (of the release's id for the first), and that of these two. So a
 * line that is edited, taken out, put in, moved or doubled does not fit any more. That the last lines were taken off shows in the history of
 * git alone.
 */
const Link = z.strictObject({ confirmation: Confirmation, previous: z.string(), sha256: z.string() });

/** A confirmation, with the line that it stands in. */
export interface Linked {
  readonly line: number;
  readonly confirmation: Confirmation;
}

/** What a chain holds, or what is wrong with it: the first line that does not fit. */
export type Chain =
  | { readonly confirmations: readonly Linked[]; readonly problem?: never }
  | { readonly confirmations?: never; readonly problem: Problem };

/** Reads the chain of a release from the bytes of its file; `where` is the file's name for messages. Pure. */
export function readChain(bytes: Uint8Array, release: string, where: string): Chain {
  const text = utf8(bytes);
  if (text === undefined) return edited(where, 'it is no UTF-8');
  if (text === '') return { confirmations: [] };
  const lines = text.split('\n');
  if (lines.pop() !== '') return edited(`${where}:${lines.length + 1}`, 'its last line has no end: it was cut, or written to by hand');
  const confirmations: Linked[] = [];
  let previous = contentHash(release);
  for (const [index, line] of lines.entries()) {
    const place = `${where}:${index + 1}`;
    const read = readLink(line);
    if ('why' in read) return edited(place, `line ${index + 1} ${read.why}`);
    if (read.link.previous !== previous)
      return edited(
        place,
        index === 0
          ? `line 1 is not the first one of the release ${release}: one before it was taken out, or it is of another release`
          : `line ${index + 1} does not follow on line ${index}: one was taken out, put in, moved or edited before it`,
      );
    confirmations.push({ line: index + 1, confirmation: read.link.confirmation });
    previous = contentHash(line);
  }
  return { confirmations };
}

/** The file with one more confirmation at its end. What it held must be whole (`readChain`). Pure. */
export function withLink(bytes: Uint8Array, release: string, confirmation: Confirmation): string {
  const text = Buffer.from(bytes).toString('utf8');
  const last = text.split('\n').at(-2);
  const body = { confirmation, previous: contentHash(last ?? release) };
  return `${text}${canonicalJson({ ...body, sha256: contentHash(canonicalJson(body)) })}\n`;
}

function readLink(line: string): { readonly link: z.infer<typeof Link> } | { readonly why: string } {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    return { why: 'is no JSON' };
  }
  const parsed = Link.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { why: `is no confirmation (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})` };
  }
  const { sha256, ...body } = parsed.data;
  if (canonicalJson(parsed.data) !== line || contentHash(canonicalJson(body)) !== sha256) return { why: 'is not as it was written' };
  return { link: parsed.data };
}

const edited = (where: string, why: string): Chain => ({
  problem: {
    code: 'CONFIRMATIONS_EDITED',
    message: `The confirmations were edited: ${why}.`,
    where,
    remedy: 'Take the file back as git has it, and confirm with `verify confirm`, which only ever adds a line.',
  },
});

/** The text, where every byte of it counts: no mark at its beginning is passed over, and nothing is put in another's place. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
