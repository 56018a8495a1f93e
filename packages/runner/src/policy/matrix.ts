import type { Cover, PolicySentence } from '@keycloak-release-gate/core';

/** The steps of a suite, each with the sentence that it proves. */
export interface SuiteSteps {
  readonly suite: string;
  readonly title: string;
  readonly steps: readonly {
    readonly policy: string;
    readonly sentence: string;
    readonly checks: readonly TracedCheck[];
  }[];
}

export interface TracedCheck {
  readonly id: string;
  readonly title: string;
  /** There is one of it for each realm, application and the like. */
  readonly each: boolean;
}

/** A step that proves a sentence. */
export interface Proof {
  readonly suite: string;
  readonly checks: readonly TracedCheck[];
}

/** A sentence of the policy, and all that covers it. */
export interface TracedSentence {
  readonly id: string;
  readonly sentence: string;
  readonly state: 'covered' | 'not provable' | 'not covered';
  readonly proofs: readonly Proof[];
  readonly covers: readonly Cover[];
  /** What it says of its cover and is not so. */
  readonly problems: readonly string[];
}

/** The traceability matrix: what covers each sentence of the policy, and what steps prove that the policy does not speak of. */
export interface Matrix {
  readonly sentences: readonly TracedSentence[];
  readonly beside: readonly { readonly id: string; readonly sentence: string; readonly proofs: readonly Proof[] }[];
}

/** What covers each sentence: the steps of the suites that name it, and what it says itself. Pure. */
export function traceabilityMatrix(policy: readonly PolicySentence[], suites: readonly SuiteSteps[]): Matrix {
  const steps = suites.flatMap(({ suite, steps: all }) => all.map((each) => ({ suite, ...each })));
  const inSuites = new Set(steps.flatMap(({ checks }) => checks.map(({ id }) => id)));
  const byId = new Map(policy.map((each) => [each.id, each]));
  const proofsOf = (id: string): Proof[] =>
    steps
      .filter((each) => each.policy === id && each.checks.length > 0)
      .map(({ suite, checks }) => ({ suite, checks: [...new Map(checks.map((check) => [check.id, check])).values()] }));

  const problemsOf = ({ covers = [] }: PolicySentence, path: readonly string[]): string[] =>
    covers.flatMap((cover) => {
      if (cover.by === 'checks')
        return cover.checks.filter((id) => !inSuites.has(id)).map((id) => `The check ${id} stands in no step of any suite.`);
      if (cover.by !== 'what follows') return [];
      return cover.sentences.flatMap((id) => {
        const followed = byId.get(id);
        if (!followed) return [`There is no sentence ${id} that it could introduce.`];
        if (path.includes(id)) return [`It introduces ${id}, which introduces it in turn.`];
        return stateOf(followed, [...path, id]) === 'not covered' ? [`The sentence ${id}, which it introduces, is not covered.`] : [];
      });
    });

  function stateOf(sentence: PolicySentence, path: readonly string[]): TracedSentence['state'] {
    const { id, covers = [] } = sentence;
    const others = covers.filter(({ by }) => by !== 'nothing');
    if (problemsOf(sentence, path).length > 0) return 'not covered';
    if (others.length > 0 || proofsOf(id).length > 0) return 'covered';
    return covers.length > 0 ? 'not provable' : 'not covered';
  }

  const strangers = new Map(steps.filter(({ policy: id }) => !byId.has(id)).map((each) => [each.policy, each.sentence]));
  return {
    sentences: policy.map((each) => ({
      id: each.id,
      sentence: each.sentence,
      state: stateOf(each, [each.id]),
      proofs: proofsOf(each.id),
      covers: each.covers ?? [],
      problems: problemsOf(each, [each.id]),
    })),
    beside: [...strangers].map(([id, sentence]) => ({ id, sentence, proofs: proofsOf(id) })),
  };
}

/** 0 where every sentence is covered, or said not to be provable; else 1. */
export const exitCodeOf = ({ sentences }: Matrix): 0 | 1 => (sentences.some(({ state }) => state === 'not covered') ? 1 : 0);
