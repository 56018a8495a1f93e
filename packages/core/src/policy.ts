import type { Confirmation } from './confirmation.ts';

/** What covers a sentence of the policy beside the steps of suites, which name it themselves. */
export type Cover =
  /** Somebody says so, and is believed for a time. */
  | { readonly by: 'confirmation'; readonly type: Confirmation['type'] }
  /** A command writes it down, or asks for it; `record` says what. */
  | { readonly by: 'command'; readonly command: string; readonly record: string }
  /** It stands in the release file, in this member. */
  | { readonly by: 'release file'; readonly member: string; readonly record: string }
  /** Checks that stand in the steps of other sentences, by their ids. */
  | { readonly by: 'checks'; readonly checks: readonly string[] }
  /** It only introduces others: it is covered once all of them are, by their ids. */
  | { readonly by: 'what follows'; readonly sentences: readonly string[] }
  /** No program and no confirmation can prove it. */
  | { readonly by: 'nothing'; readonly why: string };

/** One sentence of the organisation's policy, with an id, so that every step can say which one it proves. */
export interface PolicySentence {
  readonly id: string;
  readonly sentence: string;
  /** What covers it beside the steps of suites. */
  readonly covers?: readonly Cover[];
}

interface SentenceDefinition {
  readonly sentence: string;
  readonly covers: readonly Cover[];
}

type Tree = Readonly<Record<string, Readonly<Record<string, string | SentenceDefinition>>>>;

type Sentences<T extends Tree> = {
  readonly [C in keyof T]: { readonly [K in keyof T[C]]: PolicySentence };
};

/**
 * The policy's sentences as a tree, in the policy's order: `{ upgrade: { validate: 'IS4U validates …' } }` gives
 * `policy.upgrade.validate` with the id `upgrade/validate`. A sentence that no step proves says what covers it: `sentence('…', …)`.
 */
export function definePolicy<const T extends Tree>(tree: T): Sentences<T> {
  const chapters = Object.entries(tree).map(([chapter, sentences]) => [
    chapter,
    Object.fromEntries(Object.entries(sentences).map(([id, defined]) => [id, sentenceOf(`${chapter}/${id}`, defined)])),
  ]);
  return Object.fromEntries(chapters) as Sentences<T>;
}

const sentenceOf = (id: string, defined: string | SentenceDefinition): PolicySentence =>
  typeof defined === 'string' ? { id, sentence: defined } : { id, ...defined };

/** A sentence of the policy, with what covers it beside the steps of suites. */
export const sentence = (text: string, ...covers: readonly Cover[]): SentenceDefinition => ({ sentence: text, covers });

/** Somebody confirms it: see `verify confirm`. */
export const confirmedAs = (type: Confirmation['type']): Cover => ({ by: 'confirmation', type });
/** A command writes it down or asks for it. */
export const writtenBy = (command: string, record: string): Cover => ({ by: 'command', command, record });
/** It stands in a member of the release file. */
export const inReleaseFile = (member: string, record: string): Cover => ({ by: 'release file', member, record });
/** Checks of other steps prove it. */
export const provenBy = (...checks: readonly string[]): Cover => ({ by: 'checks', checks });
/** It introduces the sentences with these ids. */
export const introduces = (...sentences: readonly string[]): Cover => ({ by: 'what follows', sentences });
/** Nothing can prove it. */
export const notProvable = (why: string): Cover => ({ by: 'nothing', why });
