import type { Json } from '@keycloak-release-gate/core';
import { diff, show } from '../diff.ts';
import type { Difference } from '../diff.ts';
import { withOptionalScopes } from './documents.ts';
import type { Documents } from './documents.ts';

/** A claim that is not what it was, with the documents in which it is so: `access token`, `ID token`. */
export interface ClaimChange {
  /** The path inside of the document: `realm_access.roles`; empty for a document as a whole. */
  readonly claim: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly documents: readonly string[];
}

/** What an application is told otherwise than before. The same change in several documents is one. */
export function claimChanges(before: Documents, now: Documents): readonly ClaimChange[] {
  const together = new Map<string, ClaimChange>();
  for (const { object, attribute = '', before: old, after } of diff(before, now).map(whole)) {
    const key = JSON.stringify([attribute, old, after]);
    const known = together.get(key);
    together.set(key, {
      claim: attribute,
      ...(old === undefined ? {} : { before: old }),
      ...(after === undefined ? {} : { after }),
      documents: [...(known?.documents ?? []), object],
    });
  }
  return [...together.values()];
}

/** Of a document that came or went, its claims are not told one by one. */
const whole = (difference: Difference): Pick<Difference, 'object' | 'attribute' | 'before' | 'after'> =>
  difference.attribute === undefined
    ? {
        object: difference.object,
        ...(difference.before === undefined ? {} : { before: 'given' }),
        ...(difference.after === undefined ? {} : { after: 'given' }),
      }
    : difference;

/** Where a claim stands, in words: documents that differ in the scopes alone are told once. */
export function inDocuments(documents: readonly string[]): string {
  const plain = documents.filter((document) => !document.endsWith(withOptionalScopes));
  const more = documents
    .filter((document) => document.endsWith(withOptionalScopes))
    .map((document) => document.slice(0, -withOptionalScopes.length))
    .filter((document) => !plain.includes(document));
  const names = [...(plain.length > 0 ? [listed(plain)] : []), ...(more.length > 0 ? [`${listed(more)}${withOptionalScopes}`] : [])];
  return names.join(', and the ');
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** What became of a claim, in one line. */
export function wordsOfClaim({ claim, before, after, documents }: ClaimChange): string {
  const where = inDocuments(documents);
  if (claim === '') return before === undefined ? `The ${where} is given now` : `The ${where} is no longer given`;
  if (after === undefined) return `The claim ${claim} is gone from the ${where}; it was ${show(before ?? null)}`;
  if (before === undefined) return `The claim ${claim} is new in the ${where}: ${show(after)}`;
  return `The claim ${claim} in the ${where} was ${show(before)} and is ${show(after)}`;
}
