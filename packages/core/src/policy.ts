/** One sentence of the organisation's policy, with an id, so that every step can say which one it proves. */
export interface PolicySentence {
  readonly id: string;
  readonly sentence: string;
}

type Sentences<T> = {
  readonly [K in keyof T]: T[K] extends string ? PolicySentence : Sentences<T[K]>;
};

/**
 * The policy's sentences as a tree: `{ upgrade: { validate: 'IS4U validates …' } }` gives
 * `policy.upgrade.validate` with the id `upgrade/validate`.
 */
export function definePolicy<const T extends Record<string, Record<string, string>>>(tree: T): Sentences<T> {
  const chapters = Object.entries(tree).map(([chapter, sentences]) => [
    chapter,
    Object.fromEntries(Object.entries(sentences).map(([id, sentence]) => [id, { id: `${chapter}/${id}`, sentence }])),
  ]);
  return Object.fromEntries(chapters) as Sentences<T>;
}
