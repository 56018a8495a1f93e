import type { PolicySentence } from '@keycloak-release-gate/core';
import { objectionsTo } from '../promotion.ts';
import type { Objection } from '../promotion.ts';
import { authorOf, runCommand, wordsOf } from './model.ts';
import type { ProgressEnvironment, ProgressInput, ProgressStep } from './model.ts';

/** Whether a release was found good in an environment and still is deployed there, as pre-release of the environments after it would say. */
export function provenStep(sentence: PolicySentence, environment: ProgressEnvironment, input: ProgressInput): ProgressStep {
  const { release, environments } = input;
  const words = { ...wordsOf(sentence), environment: environment.id };
  const after = environments.slice(environments.indexOf(environment) + 1);
  const found = after.flatMap((to) => objectionsIn(to, input)).filter(({ subject }) => subject === `environment/${environment.id}`);
  const { newest } = environment.proven;
  const evidence = newest ? { evidence: { run: newest.run, at: newest.startedAt } } : {};
  const byRun = runCommand(environment.id, 'post-deploy', release);
  const no = found.find(({ kind }) => kind === 'no');
  if (no) return { ...words, state: 'failed', because: no.what, ...evidence, next: { what: no.remedy, ...byRun }, stage: 'post-deploy' };
  const unseen = found.find(({ kind }) => kind === 'not seen');
  if (unseen)
    return {
      ...words,
      state: newest ? 'not told' : 'missing',
      because: newest ? unseen.what : `It is not deployed on ${environment.id}, or post-deploy has not run there as a whole.`,
      ...evidence,
      next: { what: `Deploy it on ${environment.id} and run post-deploy`, ...byRun },
      stage: 'post-deploy',
    };
  const unknown = found.find(({ kind }) => kind === 'not known here');
  if (unknown)
    return { ...words, state: 'not told', because: unknown.what, ...evidence, next: { what: unknown.remedy }, stage: 'told elsewhere' };
  return { ...words, state: 'done', because: 'post-deploy passed', ...evidence };
}

/** What pre-release has against the way to an environment itself: one that is left out before it, or none before production. */
export function promotionStep(sentence: PolicySentence, environment: ProgressEnvironment, input: ProgressInput): ProgressStep[] {
  const { release, environments } = input;
  const words = { ...wordsOf(sentence), environment: environment.id };
  const before = environments.slice(0, environments.indexOf(environment)).map(({ id }) => `environment/${id}`);
  return objectionsIn(environment, input)
    .filter(({ subject }) => !before.includes(subject))
    .map(({ kind, what, remedy }) =>
      kind === 'warning'
        ? { ...words, state: 'not needed', because: what }
        : { ...words, state: 'failed', because: what, next: { what: remedy, who: authorOf(release) } },
    );
}

/** Whether a release does not come to an environment yet for what is told of one before it. */
export const isWaitedFor = (before: ProgressEnvironment, environment: ProgressEnvironment, input: ProgressInput): boolean =>
  objectionsIn(environment, input).some(
    ({ subject, kind }) => subject === `environment/${before.id}` && (kind === 'no' || kind === 'not seen'),
  );

const objectionsIn = ({ promotion }: ProgressEnvironment, { release, environments, now }: ProgressInput): readonly Objection[] =>
  objectionsTo(promotion, { release, proven: environments.map(({ proven }) => proven), places: [], now }) ?? [];
